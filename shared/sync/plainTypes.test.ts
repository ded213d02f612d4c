import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { touchedIn } from './plainTypes.ts'

test('[DR14] what an event touched is looked up, however many others the update touched', () => {
  const doc = new Y.Doc()
  const maps = Array.from({ length: 30 }, () => new Y.Map<number>())
  doc.getArray('maps').push(maps)
  const touched: (readonly (string | null)[])[] = []
  doc.getArray('maps').observeDeep((events) => {
    const { changed } = events[0]!.transaction
    expect(changed.size).toBe(31)
    Object.assign(changed, { [Symbol.iterator]: () => expect.unreachable('all were gone through') })
    touched.push(...events.map((event) => touchedIn(event as Y.YEvent<Y.AbstractType<unknown>>)))
  })
  doc.transact(() => {
    doc.getArray('maps').push([1])
    for (const [i, map] of maps.entries()) map.set(`key${i}`, 1)
  })
  expect(touched).toEqual([[null], ...maps.map((_, i) => [`key${i}`])])
})
