import type { DocName } from '#shared/sync/docName.ts'
import type { DocAppend, DocMeta, DocStore, HistoryRange, LoadedDoc, Stretch } from '../DocStore.ts'
import type { JournalPosition } from './Journal.ts'

/** What the studio's thread and the documents' thread say to each other. */

export type DocumentsSettings = {
  /** The database. */
  readonly file: string
  /** The journal. */
  readonly folder: string
  /** Segments that an earlier process left, oldest first. */
  readonly left: readonly number[]
}

/** `ends`: up to where the journal is to be read before the question is answered. */
type Ends = { readonly ends: readonly JournalPosition[] }

/** Since when (server wall clock, ms since 1970), and how many documents. */
export type LastWritten = { readonly sinceMs: number; readonly atMost: number }

export type Question =
  | ({
      readonly kind: 'load'
      readonly name: DocName
      readonly beforeSeq: number | undefined
    } & Ends)
  | { readonly kind: 'snapshotIn'; readonly name: DocName; readonly stretch: Stretch }
  | ({ readonly kind: 'history'; readonly name: DocName; readonly range: HistoryRange } & Ends)
  | { readonly kind: 'create'; readonly meta: DocMeta; readonly first: DocAppend }
  | ({
      readonly kind: 'saveSnapshot'
      readonly name: DocName
      readonly snapshot: Parameters<DocStore['saveSnapshot']>[1]
    } & Ends)
  /** Answered when everything read so far is in the database. */
  | ({ readonly kind: 'flush' } & Ends)
  /** Answered with a number that no process had before. */
  | { readonly kind: 'raiseFence' }
  /** Answered with the documents written last, the latest first. */
  | ({ readonly kind: 'lastWritten' } & LastWritten & Ends)
  /** Whose updates were in the journal when the thread began. */
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'close' }

/** `LoadedDoc` with its updates packed: one buffer, handed over and not copied. */
export type PackedDoc = Omit<LoadedDoc, 'updates'> & { readonly packed: Uint8Array<ArrayBuffer> }

export type Answers = {
  load: PackedDoc | null
  snapshotIn: LoadedDoc['snapshot']
  history: Uint8Array<ArrayBuffer>
  create: boolean
  saveSnapshot: undefined
  flush: undefined
  raiseFence: number
  lastWritten: readonly DocName[]
  unfinished: readonly DocName[]
  close: undefined
}

export type ToDocuments =
  | { readonly id: number; readonly question: Question }
  /** Read on and put it into the database; nobody waits. */
  | ({ readonly kind: 'drain' } & Ends)

export type FromDocuments =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: Answers[keyof Answers] }
  /** `isFull`: its disk is. A cloned error has lost whatever told so. */
  | {
      readonly kind: 'failure'
      readonly id: number
      readonly error: unknown
      readonly isFull: boolean
    }
  /** Everything before is in the database and on the disk. */
  | { readonly kind: 'committed'; readonly position: JournalPosition }
  /** This segment of the journal is not to be removed, whatever of it is committed. */
  | { readonly kind: 'kept'; readonly segment: number }
  | { readonly kind: 'trouble'; readonly fields: object; readonly text: string }
  /** It cannot make good what the journal was promised for. */
  | { readonly kind: 'broken'; readonly error: unknown }
