import { defineConfig } from '@playwright/test'
import { chromiumPath } from './support/chromiumPath.ts'

/**
 * Real parts only: the built studio on a free port with a temporary data folder, a real
 * livekit-server, and Chromium with fake cameras. One worker, because two cores carry one class.
 */
export default defineConfig({
  testDir: './journeys',
  outputDir: './results/playwright',
  globalSetup: './support/buildPages.ts',
  workers: 1,
  fullyParallel: false,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  reporter: process.env.YANKE_JSON
    ? [['list'], ['json', { outputFile: process.env.YANKE_JSON }]]
    : [['list']],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    actionTimeout: 20_000,
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: chromiumPath(),
      // Without it Chromium gives a file no Chinese name.
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      args: [
        '--no-sandbox',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-gpu',
        '--disable-quic',
        '--autoplay-policy=no-user-gesture-required',
      ],
    },
  },
})
