import type { Clock } from '#server/platform/clock.ts'
import { AppError } from '#shared/errors/appError.ts'

/** Wrong passwords in a row before an account is locked. */
export const TRIES = 5
export const LOCK_MS = 15 * 60_000

export type TryCount = { readonly failed: number; readonly lockedUntilMs: number | null }

export const noTries: TryCount = { failed: 0, lockedUntilMs: null }

/** One more wrong password; a lock that is over starts a new count. */
export const afterFailure = (count: TryCount, nowMs: number): TryCount => {
  const isOver = count.lockedUntilMs !== null && count.lockedUntilMs <= nowMs
  const failed = (isOver ? 0 : count.failed) + 1
  return { failed, lockedUntilMs: failed >= TRIES ? nowMs + LOCK_MS : null }
}

/** Throws `accounts/locked` while the lock lasts. */
export const refuseLocked = (count: TryCount, nowMs: number): void => {
  if (count.lockedUntilMs === null || count.lockedUntilMs <= nowMs) return
  const minutes = Math.ceil((count.lockedUntilMs - nowMs) / 60_000)
  throw new AppError('accounts/locked', { data: { minutes } })
}

/** Made-up logins remembered at once; the oldest is forgotten first. */
const STRANGERS = 5000

/** Logins nobody has are counted too: otherwise the missing lock would tell that they are free. */
export const createStrangers = () => {
  const counts = new Map<string, TryCount>()
  return {
    read: (login: string): TryCount => counts.get(login) ?? noTries,
    fail: (login: string, nowMs: number): TryCount => {
      const next = afterFailure(counts.get(login) ?? noTries, nowMs)
      counts.delete(login)
      counts.set(login, next)
      const [oldest] = counts.keys()
      if (counts.size > STRANGERS && oldest !== undefined) counts.delete(oldest)
      return next
    },
  }
}
export type Strangers = ReturnType<typeof createStrangers>

const WINDOW_MS = 15 * 60_000
/** A school of sixty teachers behind one address may mistype; only a program fails this often. */
const FAILURES_PER_ADDRESS = 100

/** Counts failures only, so that a whole school signing in at eight is never slowed down. */
export const createAddressLimit = (clock: Clock) => {
  const failures = new Map<string, { count: number; sinceMs: number }>()
  const current = (ip: string): { count: number; sinceMs: number } => {
    const found = failures.get(ip)
    if (found && clock.now() - found.sinceMs < WINDOW_MS) return found
    return { count: 0, sinceMs: clock.now() }
  }
  const forgetOld = (): void => {
    for (const [ip, { sinceMs }] of failures)
      if (clock.now() - sinceMs >= WINDOW_MS) failures.delete(ip)
  }
  return {
    /** Throws `too-many-requests` with the seconds left. */
    refuse: (ip: string): void => {
      const { count, sinceMs } = current(ip)
      if (count < FAILURES_PER_ADDRESS) return
      const seconds = Math.ceil((sinceMs + WINDOW_MS - clock.now()) / 1000)
      throw new AppError('too-many-requests', { data: { seconds } })
    },
    failed: (ip: string): void => {
      forgetOld()
      const { count, sinceMs } = current(ip)
      failures.set(ip, { count: count + 1, sinceMs })
    },
  }
}
export type AddressLimit = ReturnType<typeof createAddressLimit>
