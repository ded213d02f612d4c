/** So long something may be on its way before one must not count on it; usually it is under a second. */
export const LATE_MS = 5_000

/**
 * Calls when what is waited for has not come any further for `LATE_MS`. It is told how far that is
 * whenever it may have changed; null: nothing is waited for.
 */
export const lateWatch = (onLate: () => void) => {
  let known: number | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    look: (progress: number | null): void => {
      if (progress === known) return
      known = progress
      clearTimeout(timer)
      if (progress !== null) timer = setTimeout(onLate, LATE_MS)
    },
    stop: (): void => clearTimeout(timer),
  }
}
