import * as Y from 'yjs'
import type { StoredUpdate } from '#server/platform/sync/DocStore.ts'
import { docOfUpdates } from '#server/platform/sync/docOfUpdates.ts'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { readThreads } from '#shared/plans/threads.ts'
import { DoesNotFit, Fitting } from './Fitting.ts'
import type { HistoryJob, KeyFrame, PastState, ReadPage } from './jobs.ts'
import { FRAME_EVERY, type KeyFrames } from './KeyFrames.ts'
import { readPages } from './readPages.ts'

type StateJob = Extract<HistoryJob, { kind: 'state' }>

const NOTHING = { steps: [], text: '', characters: 0 } as const

const assertFits = ({ store }: Y.Doc): void => {
  if (store.pendingStructs || store.pendingDs)
    throw new DoesNotFit('an update of the log waits for another')
}

type Copy = { take(page: readonly StoredUpdate[]): void; end(): Y.Doc }

/** One transaction a page: what Yjs tidies up after each would otherwise be most of the work. */
const quickly = (from: KeyFrame | null): Copy & { readonly doc: Y.Doc } => {
  const doc = new Y.Doc()
  if (from) Y.applyUpdate(doc, from.state)
  return {
    doc,
    take: (page) => {
      doc.transact(() => {
        for (const { update } of page) Y.applyUpdate(doc, update)
      })
      assertFits(doc)
    },
    end: () => doc,
  }
}

/** Of what fits, put together at the end: an earlier build took in what Yjs cannot follow step by step. */
const carefully = (from: KeyFrame | null, fitting: Fitting): Copy => {
  const kept = from ? [from.state] : []
  const keep = (page: readonly StoredUpdate[]): void => {
    for (const { update } of page) kept.push(update)
  }
  return {
    take: (page) => keep(page.map((stored) => fitting.take(stored))),
    end: () => {
      keep(fitting.late())
      const doc = docOfUpdates(kept)
      assertFits(doc)
      return doc
    },
  }
}

/** `isCareful`: rows that are damaged, and what builds on them, are left out. */
const replayed = async (
  job: StateJob,
  read: ReadPage,
  { frames, isCareful }: { readonly frames: KeyFrames; readonly isCareful: boolean },
): Promise<PastState> => {
  // A state that was met on the way may have such a row in it.
  const from = isCareful ? job.from : frames.best(job.doc, job.until, job.from)
  const fitting = isCareful ? new Fitting(from?.state ?? null) : null
  const quick = quickly(fitting ? null : from)
  const copy = fitting ? carefully(from, fitting) : quick
  let seq = from?.seq ?? 0
  let atMs: number | null = from?.ms ?? null
  let latestMs = from?.ms ?? 0
  let framedSeq = seq
  let isWhole = true
  // From the frame's own last one on: only that says when it was stored, where the clock was set back.
  for await (const page of readPages(read, Math.max(0, seq - 1), job.until)) {
    copy.take(page)
    for (const stored of page) {
      isWhole &&= stored.seq <= seq + 1
      seq = stored.seq
      atMs = stored.atMs
      latestMs = Math.max(latestMs, stored.atMs)
    }
    if (fitting || !isWhole || seq - framedSeq < FRAME_EVERY) continue
    framedSeq = seq
    frames.remember(job.doc, { seq, ms: latestMs, state: Y.encodeStateAsUpdate(quick.doc) })
  }
  const doc = copy.end()
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
    // A row waits for a damaged one, is no update, or lies too deep for whoever reads it, or Yjs cannot
    // follow them step by step.
    return replayed(job, read, { frames, isCareful: true })
  }
}
