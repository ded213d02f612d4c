import type { FinalReason, PassingReason } from './closeReason.ts'
import type { SaveState } from './SaveLedger.ts'

type Trouble = 'CannotSave' | 'Silent'

/** `refused` is final until the page opens the document again; everything else mends itself. */
export type DocStatus =
  | { readonly kind: 'connecting' }
  /** It cannot store what it is sent, or has said nothing about it for too long. */
  | { readonly kind: 'open'; readonly save: SaveState; readonly trouble: Trouble | null }
  | {
      readonly kind: 'offline'
      readonly save: SaveState
      /** What the server said when it closed; null when the line just broke. */
      readonly cause: PassingReason | null
      /** Wall clock of the break, ms. */
      readonly sinceMs: number
    }
  | { readonly kind: 'refused'; readonly reason: FinalReason }
