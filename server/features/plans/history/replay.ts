import * as Y from 'yjs'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { readThreads } from '#shared/plans/threads.ts'
import type { HistoryJob, PastState, ReadPage } from './jobs.ts'
import { FRAME_EVERY, type KeyFrames } from './KeyFrames.ts'
import { readPages } from './readPages.ts'

const NOTHING = { steps: [], text: '', characters: 0 } as const

/**
 * A document as it was: its updates in order, up to the moment, into a fresh copy. Deleted words
 * are let go on the way, so that the copy is as small as the document was then.
 */
export const replay = async (
  job: Extract<HistoryJob, { kind: 'state' }>,
  read: ReadPage,
  frames: KeyFrames,
): Promise<PastState> => {
  const doc = new Y.Doc()
  const from = frames.best(job.doc, job.until, job.from)
  let seq = from?.seq ?? 0
  let atMs: number | null = from?.ms ?? null
  let latestMs = from?.ms ?? 0
  let framedSeq = seq
  if (from) Y.applyUpdate(doc, from.state)
  // From the frame's own last one on: only that says when it was stored, where the clock was set back.
  for await (const page of readPages(read, Math.max(0, seq - 1), job.until)) {
    // One transaction a page: what Yjs tidies up after each would otherwise be most of the work.
    doc.transact(() => {
      for (const stored of page) {
        Y.applyUpdate(doc, stored.update)
        seq = stored.seq
        atMs = stored.atMs
        latestMs = Math.max(latestMs, stored.atMs)
      }
    })
    if (seq - framedSeq < FRAME_EVERY) continue
    framedSeq = seq
    frames.remember(job.doc, { seq, ms: latestMs, state: Y.encodeStateAsUpdate(doc) })
  }
  const isPlan = job.doc.startsWith('plan:')
  return {
    ...{ kind: 'state', seq, atMs, latestMs, update: Y.encodeStateAsUpdate(doc) },
    outline: isPlan ? outlineOfDoc(doc) : NOTHING,
    threads: isPlan ? [] : readThreads(doc),
  }
}
