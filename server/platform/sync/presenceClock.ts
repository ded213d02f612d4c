import type { Clock } from '../clock.ts'

/** Above what was told while the clocks were those of the wall, in ms since 1970. */
const FIRST = 2 ** 41

/** So many clocks belong to each owner of a document: more than a year of a process that never ends. */
const PER_FENCE = 2 ** 33
const TICK_MS = 4

/** What a clock has room for; then they begin anew. */
const FENCES = 2 ** 19

/**
 * Where the clocks of presence are: they rise with the process, and with every owner a document has,
 * whose number is kept (`Ownership`). A stock client keeps the clocks it heard over a restart of
 * ours, and takes a lower one for old news; so the wall clock, which may be set back, has no say.
 */
export const presenceClock = (fence: number): Clock => ({
  now: () => FIRST + (fence % FENCES) * PER_FENCE + Math.floor(performance.now() / TICK_MS),
})
