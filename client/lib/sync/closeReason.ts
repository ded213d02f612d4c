import { type CloseReason, closeCodes } from '#shared/sync/closeCodes.ts'

/** What passes: the server said it and the page comes back by itself. */
export type PassingReason = Extract<
  CloseReason,
  'AccessChanged' | 'TooSlow' | 'ShuttingDown' | 'CannotSave'
>

/** What does not pass by itself. */
export type FinalReason = Exclude<CloseReason, PassingReason>

/** RFC 6455 "message too big": what we sent would be sent again at every reconnect. */
const TOO_BIG = 1009

export const isFinal = (code: number): boolean => (code >= 4400 && code < 4500) || code === TOO_BIG

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
