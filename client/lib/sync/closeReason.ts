import { type CloseReason, closeCodes } from '#shared/sync/closeCodes.ts'
import { TOO_BIG } from '#shared/sync/isFinal.ts'

type Codes = typeof closeCodes

/** What passes: the server said it and the page comes back by itself. */
export type PassingReason = {
  [Reason in CloseReason]: Codes[Reason]['client'] extends 'reopen' ? Reason : never
}[CloseReason]

/** What does not pass by itself. */
export type FinalReason = Exclude<CloseReason, PassingReason>

const reasons = Object.keys(closeCodes) as CloseReason[]

export const isPassing = (reason: CloseReason | null): reason is PassingReason =>
  reason !== null && closeCodes[reason].client === 'reopen'

/** Null for a code that is none of ours, or a newer server's. */
export const knownReason = (code: number): CloseReason | null =>
  code === TOO_BIG ? 'TooLarge' : (reasons.find((name) => closeCodes[name].code === code) ?? null)
