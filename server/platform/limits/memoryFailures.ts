import type { Clock } from '../clock.ts'
import type { FailureCount, FailureCounter, FailureRule, Failures } from './Failures.ts'

/** So many keys of a kind are remembered; the one that failed longest ago is forgotten first. */
const REMEMBERED = 5000

const counter = (clock: Clock, { countMs, locks }: FailureRule): FailureCounter => {
  const counts = new Map<string, { readonly count: number; readonly endMs: number }>()
  const read = (key: string): FailureCount => {
    const found = counts.get(key)
    const endsInMs = found ? found.endMs - clock.now() : 0
    return found && endsInMs > 0 ? { count: found.count, endsInMs } : { count: 0, endsInMs: 0 }
  }
  const add = (key: string): FailureCount => {
    const before = read(key)
    const count = before.count + 1
    const goesOnMs = before.count === 0 ? countMs : before.endsInMs
    const endsInMs = locks && count >= locks.at ? locks.forMs : goesOnMs
    // Anew, so that it is the youngest.
    counts.delete(key)
    counts.set(key, { count, endMs: clock.now() + endsInMs })
    const [oldest] = counts.keys()
    if (counts.size > REMEMBERED && oldest !== undefined) counts.delete(oldest)
    return { count, endsInMs }
  }
  return { add: async (key) => add(key), read: async (key) => read(key) }
}

/** For a single process. */
export const memoryFailures = (clock: Clock): Failures => {
  const counters = new Map<string, FailureCounter>()
  return {
    of: (kind, rule) => {
      const known = counters.get(kind) ?? counter(clock, rule)
      counters.set(kind, known)
      return known
    },
    close: async () => {},
  }
}
