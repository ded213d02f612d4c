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

const reads = (read: () => unknown): boolean => {
  try {
    read()
    return true
  } catch {
    return false
  }
}

/** One struct that begins a root with one value, of the bytes given. */
const withValue = (...value: readonly number[]): Uint8Array =>
  Uint8Array.of(1, 1, 7, 0, 8, 1, 1, 0x62, 1, ...value, 0)

test('[DR12] what is let in Yjs can read, whatever numbers stand in it', () => {
  const pick = random(7)
  const counts = { admitted: 0, refused: 0 }
  for (let round = 0; round < 4000; round += 1) {
    // Lengths around those at which lib0 gives up.
    const more = Array.from({ length: pick(11) }, () => 0x80 | pick(127))
    const last = pick(97) < 48 ? pick(3) : pick(127)
    const update = withValue(125, ...more, last)
    const isAdmitted = reads(() => readUpdate(update))
    counts[isAdmitted ? 'admitted' : 'refused'] += 1
    if (isAdmitted)
      expect([...update, reads(() => Y.decodeUpdate(update))]).toEqual([...update, true])
  }
  expect(Math.min(counts.admitted, counts.refused)).toBeGreaterThan(500)
})
