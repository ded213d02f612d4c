import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { HeldByServer } from './HeldByServer.ts'

test('[DR34] what the server has lost meanwhile is not held, though it brought it once', () => {
  const held = new HeldByServer()
  const doc = new Y.Doc()
  doc.on('afterTransaction', (transaction) => held.broughtBy(transaction))
  const earlier = new Y.Doc()
  earlier.getText('body').insert(0, '上一页写的')
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(earlier))
  expect(held.from(earlier.clientID)).toBe(5)

  // Its database has gone back to before that.
  held.heard(Y.encodeStateVector(new Y.Doc()))
  expect(held.from(earlier.clientID)).toBe(0)

  // What it brings on this connection it has.
  earlier.getText('body').insert(5, '。')
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(earlier))
  expect(held.from(earlier.clientID)).toBe(6)
})
