import * as Y from 'yjs'
import type { StoredUpdate } from '#server/platform/sync/DocStore.ts'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { readThreads } from '#shared/plans/threads.ts'
import { DoesNotFit, Fitting } from './Fitting.ts'
import type { HistoryJob, PastState, ReadPage } from './jobs.ts'
import { FRAME_EVERY, type KeyFrames } from './KeyFrames.ts'
import { readPages } from './readPages.ts'

type StateJob = Extract<HistoryJob, { kind: 'state' }>

const NOTHING = { steps: [], text: '', characters: 0 } as const

/** One transaction a page: what Yjs tidies up after each would otherwise be most of the work. */
const apply = (doc: Y.Doc, page: readonly StoredUpdate[]): void => {
  doc.transact(() => {
    for (const { update } of page) Y.applyUpdate(doc, update)
  })
  if (doc.store.pendingStructs || doc.store.pendingDs)
    throw new DoesNotFit('an update of the log waits for another')
}

/** `isCareful`: rows that are damaged, and what builds on them, are left out. */
const replayed = async (
  job: StateJob,
  read: ReadPage,
  { frames, isCareful }: { readonly frames: KeyFrames; readonly isCareful: boolean },
): Promise<PastState> => {
  const doc = new Y.Doc()
  // A state that was met on the way may have such a row in it.
  const from = isCareful ? job.from : frames.best(job.doc, job.until, job.from)
  const fitting = isCareful ? new Fitting(from?.state ?? null) : null
  let seq = from?.seq ?? 0
  let atMs: number | null = from?.ms ?? null
  let latestMs = from?.ms ?? 0
  let framedSeq = seq
  let isWhole = true
  if (from) Y.applyUpdate(doc, from.state)
  // From the frame's own last one on: only that says when it was stored, where the clock was set back.
  for await (const page of readPages(read, Math.max(0, seq - 1), job.until)) {
    apply(doc, fitting ? page.map((stored) => fitting.take(stored)) : page)
    for (const stored of page) {
      isWhole &&= stored.seq <= seq + 1
      seq = stored.seq
      atMs = stored.atMs
      latestMs = Math.max(latestMs, stored.atMs)
    }
    if (fitting || !isWhole || seq - framedSeq < FRAME_EVERY) continue
    framedSeq = seq
    frames.remember(job.doc, { seq, ms: latestMs, state: Y.encodeStateAsUpdate(doc) })
  }
  if (fitting) apply(doc, fitting.late())
  const isPlan = job.doc.startsWith('plan:')
  return {
    ...{ kind: 'state', seq, atMs, latestMs, update: Y.encodeStateAsUpdate(doc) },
    outline: isPlan ? outlineOfDoc(doc) : NOTHING,
    threads: isPlan ? [] : readThreads(doc),
    isWhole: isWhole && !fitting?.lacks,
  }
}

/**
 * A document as it was: its updates in order, up to the moment, into a fresh copy. Deleted words
 * are let go on the way, so that the copy is as small as the document was then.
 */
export const replay = async (
  job: StateJob,
  read: ReadPage,
  frames: KeyFrames,
): Promise<PastState> => {
  try {
    return await replayed(job, read, { frames, isCareful: false })
  } catch {
    // A row waits for a damaged one, is no update, or lies too deep for whoever reads it.
    return replayed(job, read, { frames, isCareful: true })
  }
}
