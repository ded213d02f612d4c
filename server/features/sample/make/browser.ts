import { type Browser, chromium } from '@playwright/test'

/** Opens the Chromium named by YANKE_CHROMIUM, or the one Playwright finds by itself. */
export function openBrowser(executablePath: string | undefined): Promise<Browser> {
  return chromium.launch({ args: ['--no-sandbox'], ...(executablePath ? { executablePath } : {}) })
}
