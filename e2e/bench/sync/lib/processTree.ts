import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

// CPU and memory of a process and its children, and of the machine, from /proc (Linux).

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // The process has ended meanwhile.
    return null
  }
}

const threadsOf = (pid: number): string[] => {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

const childrenOf = (pid: number): number[] =>
  threadsOf(pid).flatMap((thread) =>
    (read(`/proc/${pid}/task/${thread}/children`) ?? '').split(/\s+/).filter(Boolean).map(Number),
  )

const tree = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(tree)]

/** Seconds of CPU the live threads of the tree have used. */
export const cpuSeconds = (pid: number): number => {
  let ns = 0
  for (const member of tree(pid))
    for (const thread of threadsOf(member))
      ns += Number(read(`/proc/${member}/task/${thread}/schedstat`)?.split(' ')[0] ?? 0)
  return ns / 1e9
}

const statusMB = (pid: number, field: 'VmRSS' | 'VmHWM'): number => {
  const match = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(read(`/proc/${pid}/status`) ?? '')
  return Number(match?.[1] ?? 0) / 1024
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

export const rssMB = (pid: number): number => sum(tree(pid).map((one) => statusMB(one, 'VmRSS')))
export const peakRssMB = (pid: number): number =>
  sum(tree(pid).map((one) => statusMB(one, 'VmHWM')))

export const resetPeak = (pid: number): void => {
  for (const member of tree(pid))
    try {
      writeFileSync(`/proc/${member}/clear_refs`, '5')
    } catch {
      // Then the peak counts from the start of the process.
    }
}

/** Seconds since boot over all cores. */
export const machineSeconds = (): { readonly busy: number; readonly total: number } => {
  const first = (read('/proc/stat') ?? '').split('\n')[0] ?? ''
  const ticks = first.trim().split(/\s+/).slice(1, 9).map(Number)
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] =
    ticks
  const busy = (user + nice + system + irq + softirq) / 100
  return { busy, total: busy + (idle + iowait + steal) / 100 }
}
