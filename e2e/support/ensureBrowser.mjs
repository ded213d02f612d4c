import { execFileSync, spawnSync } from 'node:child_process'
import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
]
const packages = ['chromium', 'fonts-noto-cjk']

const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** CHROMIUM_PATH, or the first Chromium on PATH; undefined when there is none. */
export const findBrowser = () => {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (!isProgram(named))
      throw new Error(`CHROMIUM_PATH=${named} 不是可以执行的程序 · is not a program`)
    return named
  }
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isProgram)
}

const fontFolders = [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  join(process.env.HOME ?? '/root', '.fonts'),
]

/** Without them every Chinese word is a row of boxes, and pictures of pages prove nothing. */
const hasChineseFonts = () => {
  const asked = spawnSync('fc-list', [':lang=zh', 'file'], { encoding: 'utf8' })
  if (asked.status === 0) return asked.stdout.trim() !== ''
  return fontFolders.some((folder) => {
    try {
      return readdirSync(folder, { recursive: true }).some((name) => /cjk|wqy|hei|song/i.test(name))
    } catch {
      return false
    }
  })
}

const apt = (words) =>
  execFileSync('apt-get', words, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 50_000_000,
  })

/**
 * Finds Chromium and Chinese fonts, or installs them from Debian when we are root. Answers the
 * browser's path. Throws one clear sentence with the command when they cannot be had.
 */
export const ensureBrowser = () => {
  const found = findBrowser()
  if (found && hasChineseFonts()) return found
  const command = `apt-get update && apt-get install -y ${packages.join(' ')}`
  const isRoot = process.getuid?.() === 0
  if (!isRoot || spawnSync('apt-get', ['--version']).status !== 0)
    throw new Error(
      `缺少${found ? '中文字体' : ' Chromium'}，请执行：sudo sh -c '${command}'，或用 CHROMIUM_PATH 指定浏览器 · missing: ${found ? 'Chinese fonts' : 'Chromium'}; run the command above`,
    )
  try {
    apt(['update', '-q'])
    // With a browser in place only the fonts are missing: another Chromium would be 300 MB for nothing.
    apt([
      'install',
      '-y',
      '-q',
      '--no-install-recommends',
      ...(found ? ['fonts-noto-cjk'] : packages),
    ])
  } catch (error) {
    throw new Error(`${command} 没有成功 · failed:\n${error.stderr || error.message}`)
  }
  const installed = findBrowser()
  if (!installed)
    throw new Error('装上了 chromium，却找不到它 · chromium was installed and is not on PATH')
  return installed
}
