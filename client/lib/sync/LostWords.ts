import type * as Y from 'yjs'
import type { OwnPiece } from './ownPieces.ts'

/** Words of one's own that the server's content took away before the server had them. */
export type LostWords = {
  readonly words: readonly OwnPiece[]
  /** Just done; deleted content can be read until the call returns. */
  readonly transaction: Y.Transaction
}
