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

test('[DR18] so is what two have written word by word, and thousands of pages have put something into', () => {
  const doc = new Y.Doc()
  const text = doc.getText('body')
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const write = (clientId: number, at: number): void => {
    doc.clientID = clientId
    text.insert(at, '字')
  }
  for (let turn = 0; turn < 3000; turn += 1) write(1 + (turn % 2), text.length)
  for (let page = 0; page < 3000; page += 1) write(1000 + page, 2 * page + 1)
  const { state } = foldSnapshot(updates)
  const folded = new Y.Doc()
  Y.applyUpdate(folded, state)
  expect(folded.getText('body').length).toBe(6000)
})
