import { isLong } from './isLong.ts'

/**
 * Where seeded tests begin: every long run has others, so that
 * each finds what none has looked at; `YANKE_SEED` repeats one.
 */
export const firstSeed: number = isLong ? Number(import.meta.env.YANKE_SEED ?? 1) : 1
