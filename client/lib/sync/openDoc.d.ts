import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { type CloseReason } from '#shared/sync/closeCodes.ts'
import type { DocName } from '#shared/sync/docName.ts'
import { type SaveState } from './SaveLedger.ts'
import { type SnapshotStore } from './snapshotStore.ts'
/** `refused` is final until the page opens the document again; everything else mends itself. */
export type DocStatus =
  | {
      readonly kind: 'connecting'
    }
  | {
      readonly kind: 'open'
      readonly save: SaveState
    }
  | {
      readonly kind: 'offline'
      readonly save: SaveState
    }
  | {
      readonly kind: 'refused'
      readonly reason: CloseReason
    }
/** One open document. Whoever opened it disposes of it. */
export type OpenDoc = {
  readonly name: DocName
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly status: SnapshotStore<DocStatus>
  /** The same in every status, also while connecting and when refused. */
  readonly save: SnapshotStore<SaveState>
  dispose(): void
}
export type OpenDocOptions = {
  readonly name: DocName
  /** Keep a copy in this browser, so that it can be read and edited without a connection. */
  readonly offline?: boolean
  /** Whose copy that is: several people may use one browser, and none may send another's edits. */
  readonly userId?: string
  readonly deviceId?: string
  /** Version of the content's schema this build knows. */
  readonly schemaVersion?: number
  /** For tests: `ws://host/ws/docs` and the socket class to use. */
  readonly url?: string
  readonly WebSocketClass?: typeof WebSocket
}
/** Opens a document: one Y.Doc, one socket, one owner. Connects at once and keeps trying. */
export declare const openDoc: (options: OpenDocOptions) => OpenDoc
