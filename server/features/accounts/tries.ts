import type { Clock } from '#server/platform/clock.ts'
import type { FailureCount, Failures } from '#server/platform/limits/Failures.ts'
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

/** A login nobody has: how long a few wrong passwords are remembered. An account remembers them for good. */
const STRANGER_MS = 24 * 3_600_000

/**
 * Logins nobody has are counted too, and on all nodes alike, as accounts are: otherwise the missing
 * lock would tell that they are free.
 */
export const createStrangers = (failures: Failures, clock: Clock) => {
  const counter = failures.of('stranger', {
    countMs: STRANGER_MS,
    locks: { at: TRIES, forMs: LOCK_MS },
  })
  const triesOf = ({ count, endsInMs }: FailureCount): TryCount => ({
    failed: count,
    lockedUntilMs: count >= TRIES ? clock.now() + endsInMs : null,
  })
  return {
    read: async (login: string): Promise<TryCount> => triesOf(await counter.read(login)),
    fail: async (login: string): Promise<TryCount> => triesOf(await counter.add(login)),
  }
}
export type Strangers = ReturnType<typeof createStrangers>

const WINDOW_MS = 15 * 60_000
/** A school of sixty teachers behind one address may mistype; only a program fails this often. */
const FAILURES_PER_ADDRESS = 100

/** Counts failures only, so that a whole school signing in at eight is never slowed down. */
export const createAddressLimit = (failures: Failures) => {
  const counter = failures.of('address', { countMs: WINDOW_MS, locks: null })
  return {
    /** Throws `too-many-requests` with the seconds left. */
    refuse: async (ip: string): Promise<void> => {
      const { count, endsInMs } = await counter.read(ip)
      if (count < FAILURES_PER_ADDRESS) return
      throw new AppError('too-many-requests', { data: { seconds: Math.ceil(endsInMs / 1000) } })
    },
    failed: async (ip: string): Promise<void> => void (await counter.add(ip)),
  }
}
export type AddressLimit = ReturnType<typeof createAddressLimit>
