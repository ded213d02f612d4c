import { LEVEL_STEP_MS } from '#shared/recordings/rules.ts'

/** Loudness every 100 ms; a throttled timer repeats the last value rather than shift what follows. */
export const sampleLevels = (level: () => number) => {
  const startedMs = performance.now()
  const values: number[] = []
  let taken = 0
  const sample = (): void => {
    const due = Math.floor((performance.now() - startedMs) / LEVEL_STEP_MS) + 1
    const now = Math.round(Math.min(100, Math.max(0, level())))
    // After hours of sleep nobody needs every tenth of a second of it.
    while (values.length < due && values.length < 200_000) values.push(now)
  }
  const timer = setInterval(sample, LEVEL_STEP_MS)
  return {
    /** What has come since the last call. */
    take: (): { readonly fromIndex: number; readonly values: readonly number[] } => {
      const piece = { fromIndex: taken, values: values.slice(taken, taken + 6000) }
      taken += piece.values.length
      return piece
    },
    stop: (): void => clearInterval(timer),
  }
}
