import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Parent of every process; `ps` is not part of a bare Debian, /proc is. */
const parents = () => {
  const pairs = []
  if (process.platform === 'linux') {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        pairs.push([Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])])
      } catch {
        // It ended while we were reading.
      }
    }
    return pairs
  }
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim()
  return lines.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
}

const descendantsOf = (pid) => {
  const pairs = parents()
  const found = [pid]
  for (const one of found)
    for (const [child, parent] of pairs)
      if (parent === one && !found.includes(child)) found.push(child)
  return found
}

/** Ends a process we started and everything it started, deepest first, in whatever group it is. */
export const killTree = (pid, signal = 'SIGKILL') => {
  for (const one of descendantsOf(pid).reverse()) {
    try {
      process.kill(one, signal)
    } catch {
      // Gone already.
    }
  }
}
