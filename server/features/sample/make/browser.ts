import { type Browser, chromium } from '@playwright/test'

/** Opens the Chromium named by the --chromium option, or the one Playwright finds by itself. */
export function openBrowser(executablePath: string | undefined): Promise<Browser> {
  return chromium.launch({ args: ['--no-sandbox'], ...(executablePath ? { executablePath } : {}) })
}
