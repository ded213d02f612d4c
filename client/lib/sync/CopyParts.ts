import type * as Y from 'yjs'
import type { LostWords } from './LostWords.ts'
import type { SaveLedger } from './SaveLedger.ts'

/** What a document's copy in this browser is made of. */
export type CopyParts = {
  readonly userId: string
  readonly docName: string
  readonly doc: Y.Doc
  /** Asks the server for the person's key, to open what was sealed. */
  readonly askKey: () => Promise<string>
  readonly ledger: Pick<SaveLedger, 'made' | 'state' | 'readBackIsHeld'>
  /** All local updates up to `made`, and all that was heard up to `heard`. */
  readonly onStored: (made: number, heard: number) => void
  /** No room, or no storage at all: what was made last is in this page alone. */
  readonly onNotStored: () => void
  /** Words of tabs that are gone, typed into what was deleted by then. */
  readonly onTooLate: (lost: LostWords) => void
  /** Whatever was said to be stored is not any more. */
  readonly onLost: () => void
}
