import type { Clock } from '#server/platform/clock.ts'
import { AppError } from '#shared/errors/appError.ts'

const WINDOW_MS = 60_000
/** A class of forty scanning a torn poster stays below it; a guesser of 256-bit tokens does not matter above it. */
const LIMIT = 60

/** Counts wrong links per address; beyond the limit nothing reaches the database. */
export const createGuessGuard = (clock: Clock) => {
  const wrong = new Map<string, { count: number; sinceMs: number }>()
  const forgetOld = (now: number): void => {
    for (const [ip, entry] of wrong) if (now - entry.sinceMs >= WINDOW_MS) wrong.delete(ip)
  }
  return {
    check: (ip: string): void => {
      forgetOld(clock.now())
      if ((wrong.get(ip)?.count ?? 0) >= LIMIT)
        throw new AppError('too-many-requests', { data: { seconds: 60 } })
    },
    noteWrong: (ip: string): void => {
      const entry = wrong.get(ip) ?? { count: 0, sinceMs: clock.now() }
      wrong.set(ip, { ...entry, count: entry.count + 1 })
    },
  }
}
