import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { foldSnapshot } from './foldSnapshot.ts'

/** A line that so many pages have gone on with, each a letter behind the last one's. */
const goneOnBy = (pages: number, idOf: (page: number) => number): Uint8Array[] => {
  const doc = new Y.Doc()
  const text = doc.getText('body')
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let page = 0; page < pages; page += 1) {
    doc.clientID = idOf(page)
    text.insert(text.length, '字')
  }
  return updates
}

test.each([
  ['in no order', 3600, (page: number) => (page * 7919 * 65_537) % 4_000_037],
  ['each later page with a greater id', 2000, (page: number) => page + 1],
])('[DR18] a line that thousands of pages have gone on with is folded: %s', (_, pages, idOf) => {
  const { state } = foldSnapshot(goneOnBy(pages, idOf))
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  expect(doc.getText('body').length).toBe(pages)
})
