/** The server is the time authority. */
export type Clock = {
  /** Milliseconds since 1970, wall clock. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** ISO 8601 in UTC, as the database and the contracts keep it. */
export const instant = (ms: number): string => new Date(ms).toISOString()
