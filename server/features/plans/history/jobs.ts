import type { CopiedEdit } from '#server/platform/sync/CopiedEdit.ts'
import type { HistoryRange, StoredUpdate } from '#server/platform/sync/DocStore.ts'
import type { UserId } from '#shared/ids.ts'
import type { Thread } from '#shared/plans/comments.ts'
import type { PlanOutline } from '#shared/plans/outline.ts'
import type { DocName } from '#shared/sync/docName.ts'

/** A whole state to build on, so that a long log need not be read from its beginning. */
export type KeyFrame = { readonly seq: number; readonly ms: number; readonly state: Uint8Array }

/** How far a document's past is wanted; neither: all there is. */
export type Until = { readonly seq?: number | undefined; readonly ms?: number | undefined }

/** One going back to a version, as the table of versions knows it. */
export type KnownRestore = {
  /** The Yjs client id under which that edit was made. */
  readonly client: number
  /** What was gone back to, as one update. */
  readonly state: Uint8Array
}

/** A piece of a document, by the names Yjs gives. */
export type ItemId = { readonly client: number; readonly clock: number }

export type HistoryJob =
  | {
      readonly kind: 'state'
      readonly doc: DocName
      readonly until: Until
      readonly from: KeyFrame | null
    }
  | {
      readonly kind: 'contribution'
      readonly doc: DocName
      readonly restores: readonly KnownRestore[]
    }
  | {
      readonly kind: 'restore'
      readonly doc: DocName
      /** The plan as it is, and as it is to be, each as one update. */
      readonly current: Uint8Array
      readonly version: Uint8Array
      /** The Yjs client id under which the edit is made. */
      readonly client: number
    }
  | {
      readonly kind: 'deletions'
      readonly doc: DocName
      readonly items: readonly ItemId[]
    }

export type PastState = {
  readonly kind: 'state'
  /** The last update in it; 0: none. */
  readonly seq: number
  /** When that one was stored, ms since 1970; null for 0. */
  readonly atMs: number | null
  /** The latest time of all updates in it. Differs from `atMs` only where the server's clock stepped back. */
  readonly latestMs: number
  readonly update: Uint8Array
  /** Of a `plan:` document; empty for others. */
  readonly outline: PlanOutline
  /** Of a `comments:` document; empty for others. */
  readonly threads: readonly Thread[]
  /** False: a row of the log is damaged, and words of it or behind it are missing. */
  readonly isWhole: boolean
}

/** `shared/plans/history.ts` says what the figures mean; names are added outside the thread. */
export type Contributions = {
  readonly kind: 'contribution'
  readonly seq: number
  readonly characters: number
  readonly steps: readonly { readonly stepId: string; readonly title: string }[]
  readonly people: readonly ContributionOf[]
}

export type ContributionOf = {
  readonly userId: UserId | null
  readonly kept: number
  readonly inserted: number
  readonly broughtBack: number
  readonly deletedOwn: number
  readonly deletedOthers: number
  readonly lost: number
  readonly activeMs: number
  readonly edits: number
  readonly firstMs: number
  readonly lastMs: number
  readonly steps: readonly { readonly stepId: string | null; readonly kept: number }[]
  readonly activity: readonly (readonly [number, number, number])[]
}

/** Of the pieces asked for, those that went. */
export type Deletions = {
  readonly kind: 'deletions'
  readonly deletions: readonly {
    readonly item: ItemId
    readonly authorId: UserId | null
    readonly atMs: number
  }[]
}

/** What makes the one say what the other says; null: it does. */
export type Restoring = {
  readonly kind: 'restore'
  readonly edit: Pick<CopiedEdit, 'update' | 'basedOn'> | null
}

export type HistoryResult = PastState | Contributions | Deletions | Restoring

/** One page of a log; empty behind its end. */
export type ReadPage = (range: HistoryRange) => Promise<readonly StoredUpdate[]>

export type ToThread =
  | { readonly type: 'job'; readonly job: HistoryJob }
  | { readonly type: 'page'; readonly updates: readonly StoredUpdate[] }

export type FromThread =
  | { readonly type: 'read'; readonly range: HistoryRange }
  | { readonly type: 'done'; readonly result: HistoryResult }
  | { readonly type: 'failed'; readonly why: string }
