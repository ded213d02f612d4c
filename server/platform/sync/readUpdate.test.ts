import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { foldSnapshot } from './foldSnapshot.ts'
import { decodeClocks, Knowledge } from './Knowledge.ts'
import { readUpdate } from './readUpdate.ts'
import { editTogether, random } from './testing/editTogether.ts'

test.each([1, 2, 3, 4, 5, 6])(
  '[DR12] knowledge from bytes alone equals what Yjs knows (seed %i)',
  (seed) => {
    const knowledge = new Knowledge()
    const stored = editTogether(random(seed), 200)
    for (const update of stored) {
      const assessment = knowledge.assess(readUpdate(update))
      if (assessment.kind !== 'news') throw new Error('an honest update has a gap')
      knowledge.take(assessment.news)
    }
    const truth = new Y.Doc()
    for (const update of stored) Y.applyUpdate(truth, update)
    expect(truth.store.pendingStructs).toBeNull()
    const clocks = Y.decodeStateVector(Y.encodeStateVector(truth))
    expect(decodeClocks(knowledge.stateVector())).toEqual(clocks)

    const snapshot = foldSnapshot(stored)
    const { state } = snapshot
    // Nothing in the compacted state, nor in any update again, is news.
    for (const update of [state, ...stored]) {
      const again = knowledge.assess(readUpdate(update))
      expect(again.kind === 'news' && again.news.sections).toEqual([])
      expect(again.kind === 'news' && again.news.deletions.size).toBe(0)
    }
    const fresh = new Knowledge()
    const whole = fresh.assess(readUpdate(state))
    if (whole.kind === 'news') fresh.take(whole.news)
    expect(decodeClocks(fresh.stateVector())).toEqual(clocks)
    // What the snapshot says of itself is what its state would have told.
    const said = new Knowledge(snapshot)
    expect(said.stateVector()).toEqual(fresh.stateVector())
    expect(said.encodeDepths()).toEqual(fresh.encodeDepths())
    const known = said.assess(readUpdate(state))
    expect(known.kind === 'news' && known.news.deletions.size).toBe(0)
  },
)
