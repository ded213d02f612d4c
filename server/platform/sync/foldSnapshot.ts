import * as Y from 'yjs'
import type { DocSnapshot } from './DocSnapshot.ts'
import { encodeRanges } from './deletions.ts'
import { docOfUpdates } from './docOfUpdates.ts'
import { Knowledge } from './Knowledge.ts'
import { encodeRuns } from './Runs.ts'
import { readStored } from './readStored.ts'

/**
 * A document's updates as one snapshot, without the text of what was deleted. Builds the document,
 * so it belongs into the workshop. `xmlRoots` are the roots that hold XML. Throws when something is
 * missing: a snapshot must not bury it.
 */
export const foldSnapshot = (
  updates: readonly Uint8Array[],
  xmlRoots: readonly string[] = [],
): DocSnapshot => {
  const doc = docOfUpdates(updates)
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null)
    throw new Error('updates wait for something that is not there')
  const state = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return snapshotOf(state, xmlRoots)
}

/** The parts of a state that is one whole update: what is stored can be folded, whatever was taken in. */
const snapshotOf = (state: Uint8Array, xmlRoots: readonly string[]): DocSnapshot => {
  const knowledge = new Knowledge(null, new Set(xmlRoots))
  const shape = readStored(state)
  const assessment = knowledge.assess(shape)
  if (assessment.kind === 'gap') throw new Error('the state has a gap')
  knowledge.take(assessment.news)
  const noStructs = Uint8Array.of(0)
  return {
    state,
    vector: knowledge.stateVector(),
    deletions: Buffer.concat([noStructs, encodeRanges(shape.deletions)]),
    depths: knowledge.encodeDepths(),
    runs: encodeRuns(shape),
  }
}
