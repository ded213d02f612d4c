import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { killTree } from './processTree.mjs'

const running = new Set()

/** For Ctrl-C: ends whatever step is running. */
export const endRunning = () => {
  for (const pid of running) killTree(pid)
}

/**
 * Runs a program with its output in a file, not on the screen. Answers its exit code and the last
 * lines it wrote.
 */
export const runQuietly = async (
  command,
  words,
  { cwd, env, logPath, limitMs, ownGroup = false },
) => {
  const log = createWriteStream(logPath, { flags: 'w' })
  const child = spawn(command, words, {
    cwd,
    // Colours would be rubbish in the file.
    env: { ...env, NO_COLOR: '1', FORCE_COLOR: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: ownGroup,
  })
  if (child.pid !== undefined) running.add(child.pid)
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      log.write(chunk)
      text = (text + chunk).slice(-20_000)
    })
  const late = limitMs && setTimeout(() => killTree(child.pid), limitMs)
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      text += `\n${error.message}`
      resolve(127)
    })
    child.once('close', (exit) => resolve(exit ?? 1))
  })
  clearTimeout(late)
  running.delete(child.pid)
  await new Promise((resolve) => log.end(resolve))
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return { code, tail: lines.slice(-15) }
}
