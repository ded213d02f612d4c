import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * What tells one life of a process number from the next: the moment it began. Null when nobody
 * lives under that number. A process that only waits to be reaped counts as dead.
 */
export const processMark = async (pid: number): Promise<string | null> =>
  process.platform === 'linux' ? linuxMark(pid) : posixMark(pid)

const linuxMark = async (pid: number): Promise<string | null> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (stat === null) return null
  // The second field is the program's name in brackets and may itself hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return null
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  return `${boot.trim()}:${fields[19] ?? ''}`
}

const posixMark = async (pid: number): Promise<string | null> => {
  const answer = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => null)
  return answer?.stdout.trim() || null
}
