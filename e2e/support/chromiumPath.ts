import { existsSync } from 'node:fs'

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The installed Chromium; `CHROMIUM_PATH` names another. */
export const chromiumPath = (): string => {
  const named = process.env.CHROMIUM_PATH
  const found = named ?? usual.find((path) => existsSync(path))
  if (!found) throw new Error('no Chromium found: apt-get install chromium, or set CHROMIUM_PATH')
  return found
}
