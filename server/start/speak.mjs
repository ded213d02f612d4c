/** What the launcher says: Chinese first, a short English half beside it unless the locale is Chinese. */

const locale = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || ''
const onlyChinese = /^zh/i.test(locale)
const isTerminal = process.stdout.isTTY === true

/** @param {{ zh: string, en: string }} words */
export const inWords = ({ zh, en }) => (onlyChinese ? zh : `${zh} · ${en}`)

/** @param {{ zh: string, en: string }} words */
export const say = (words) => console.log(inWords(words))

const seconds = (sinceMs) => ((performance.now() - sinceMs) / 1000).toFixed(1)

/**
 * Runs one step and prints one line for it: how long it took and what came out. On a terminal the
 * line counts the seconds while it runs; anywhere else it appears once, when it is done.
 * `work` answers `{ zh, en }` to add to the line, or nothing.
 */
export const step = async (words, work) => {
  const began = performance.now()
  const draw = () => process.stdout.write(`\r\x1b[2K  … ${inWords(words)} ${seconds(began)} s`)
  const ticking = isTerminal ? setInterval(draw, 1000) : undefined
  if (isTerminal) draw()
  let line = `  ✗ ${inWords(words)}`
  try {
    const result = await work()
    line = `  ✓ ${inWords(result ? joined(words, result) : words)}`
  } finally {
    clearInterval(ticking)
    if (isTerminal) process.stdout.write('\r\x1b[2K')
    console.log(`${line} (${seconds(began)} s)`)
  }
}

const joined = (words, more) => ({ zh: `${words.zh}：${more.zh}`, en: `${words.en}: ${more.en}` })
