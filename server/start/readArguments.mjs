import { resolve } from 'node:path'
import { Refusal } from './Refusal.mjs'

const wrong = (zh, en) =>
  new Refusal(
    { zh: `${zh}。看用法：npm start -- --help`, en: `${en}. See npm start -- --help` },
    { exitCode: 2 },
  )

/**
 * `--lan`, `--port N`, `--data DIR`, `--help`, also as `--port=N`. A folder is meant from where the
 * person stands, not from where npm runs.
 */
export const readArguments = (words, standing = process.cwd()) => {
  const options = { lan: false, help: false, port: undefined, data: undefined }
  const queue = words.flatMap((word) =>
    /^--\w+=/.test(word)
      ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]
      : [word],
  )
  const value = (name) => {
    const next = queue.shift()
    if (next === undefined || next.startsWith('--'))
      throw wrong(`${name} 后面缺一个值`, `${name} needs a value`)
    return next
  }
  while (queue.length > 0) {
    const word = queue.shift()
    if (word === '--lan') options.lan = true
    else if (word === '--help' || word === '-h') options.help = true
    else if (word === '--port') options.port = portOf(value(word))
    else if (word === '--data') options.data = resolve(standing, value(word))
    else throw wrong(`不认识选项 ${word}`, `Unknown option ${word}`)
  }
  return options
}

const portOf = (text) => {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw wrong(
      `端口 ${text} 不对，应是 0 到 65535 的整数`,
      `Port ${text} is not a whole number from 0 to 65535`,
    )
  return port
}
