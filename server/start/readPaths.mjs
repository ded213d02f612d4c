import { resolve } from 'node:path'
import { Refusal } from './Refusal.mjs'

/**
 * `--to DIR --data=DIR …` for the commands that take folders and nothing else; `help` when asked
 * for. A folder is meant from where the person stands, not from where npm runs.
 */
export const readPaths = (
  words,
  names,
  command,
  standing = process.env.INIT_CWD ?? process.cwd(),
) => {
  const wrong = (zh, en) =>
    new Refusal(
      {
        zh: `${zh}。看用法：npm run ${command} -- --help`,
        en: `${en}. See npm run ${command} -- --help`,
      },
      { exitCode: 2 },
    )
  const paths = {}
  const queue = words.flatMap((word) =>
    /^--\w+=/.test(word)
      ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]
      : [word],
  )
  while (queue.length > 0) {
    const word = queue.shift()
    if (word === '--help' || word === '-h') return { help: true }
    const name = names.find((known) => word === `--${known}`)
    if (name === undefined) throw wrong(`不认识选项 ${word}`, `Unknown option ${word}`)
    const value = queue.shift()
    if (value === undefined || value === '' || value.startsWith('--'))
      throw wrong(`${word} 后面缺一个目录`, `${word} needs a folder`)
    paths[name] = resolve(standing, value)
  }
  return paths
}
