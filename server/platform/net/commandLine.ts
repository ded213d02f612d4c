import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The words a process was started with; empty when it is gone or not ours to read. */
export const commandLine = async (pid: number): Promise<readonly string[]> => {
  if (process.platform === 'linux') {
    const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    return raw.split('\0').filter((word) => word !== '')
  }
  const answer = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => null)
  return answer === null ? [] : answer.stdout.trim().split(/\s+/)
}
