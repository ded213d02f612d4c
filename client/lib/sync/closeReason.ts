import { type CloseReason, closeCodes } from '#shared/sync/closeCodes.ts'
import { TOO_BIG } from '#shared/sync/isFinal.ts'

/** What passes: the server said it and the page comes back by itself. */
export type PassingReason = Extract<
  CloseReason,
  'AccessChanged' | 'TooSlow' | 'ShuttingDown' | 'CannotSave'
>

/** What does not pass by itself. */
export type FinalReason = Exclude<CloseReason, PassingReason>

const reasons = Object.keys(closeCodes) as CloseReason[]

const passing: ReadonlySet<string> = new Set<PassingReason>([
  'AccessChanged',
  'TooSlow',
  'ShuttingDown',
  'CannotSave',
])
export const isPassing = (reason: CloseReason | null): reason is PassingReason =>
  reason !== null && passing.has(reason)

export const knownReason = (code: number): CloseReason | null =>
  code === TOO_BIG ? 'TooLarge' : (reasons.find((name) => closeCodes[name].code === code) ?? null)
