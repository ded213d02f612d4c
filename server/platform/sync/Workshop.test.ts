import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { updateOf } from './testing/syncHarness.ts'
import { createWorkshop } from './Workshop.ts'

const workshop = createWorkshop()
afterEach(() => workshop.close())

test('[DR1] a job’s copy of the document is made when it is its turn, however many wait', async () => {
  const update = updateOf((doc) => doc.getText('body').insert(0, '正文'))
  let packed = 0
  const noticed = Object.assign([update], {
    entries: () => {
      packed += 1
      return [update].entries()
    },
  })
  const jobs = Array.from({ length: 10 }, () => workshop.cut(noticed, Uint8Array.of(0)))
  expect(packed).toBeLessThanOrEqual(2)
  for (const answer of await Promise.all(jobs)) {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, answer)
    expect(doc.getText('body').toString()).toBe('正文')
  }
})
