import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { takeBack } from './takeBack.ts'
import { editSomewhere, seeded, withRoots } from './testing/randomEdits.ts'
import { updateOf } from './testing/syncHarness.ts'

type AnyType = Y.Item['parent'] & Y.AbstractType<unknown>

const typeOf = (item: Y.Item): AnyType | null =>
  item.content instanceof Y.ContentType ? item.content.type : null

/** Everything there is in a Y.Doc, down to who stands beside whom. */
const dump = (doc: Y.Doc): string => {
  const idOf = (item: Y.AbstractStruct | null | undefined) =>
    item ? `${item.id.client}:${item.id.clock}` : null
  const typeDump = (type: Pick<Y.AbstractType<unknown>, '_start' | '_length' | '_map'> | null) =>
    type && {
      start: idOf(type._start),
      length: type._length,
      entries: [...type._map].map(([key, item]) => [key, idOf(item)]).sort(),
    }
  const structs = [...doc.store.clients].sort(([a], [b]) => a - b)
  return JSON.stringify([
    [...doc.share].map(([name, root]) => [name, typeDump(root)]),
    structs.map(([, list]) =>
      list.map((struct) =>
        struct instanceof Y.Item
          ? [
              ...[idOf(struct), struct.length, struct.deleted, struct.parentSub, struct.origin],
              ...[idOf(struct.left), idOf(struct.right), struct.rightOrigin],
              typeDump(typeOf(struct)) ?? struct.content,
            ]
          : [idOf(struct), struct.length],
      ),
    ),
    [doc.store.pendingStructs, doc.store.pendingDs],
  ])
}

/** Applies an update and takes it back; whether it could be. */
const tryOn = (doc: Y.Doc, update: Uint8Array): boolean => {
  let couldBe = false
  doc.once('afterTransaction', (transaction: Y.Transaction) => {
    // As guards do: reading makes Yjs remember places.
    for (const root of doc.share.values()) root.toJSON()
    doc.getArray('list').get(doc.getArray('list').length >> 1)
    couldBe = takeBack(transaction)
  })
  Y.applyUpdate(doc, update)
  return couldBe
}

describe('[DR14] what a refused update did is taken back', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'whatever it was, and what comes after it finds the same document (seed %i)',
    (seed) => {
      const random = seeded(seed)
      const trial = withRoots()
      const sound = withRoots()
      // Some lag behind, so that edits meet from different pasts.
      const clients = Array.from({ length: 3 }, withRoots)
      let undone = 0
      for (let step = 0; step < 120; step += 1) {
        const client = clients[random(3)] ?? sound
        if (random(3) === 0) Y.applyUpdate(client, Y.encodeStateAsUpdate(sound))
        const isRefused = random(2) === 0
        const doc = isRefused ? withRoots() : client
        if (isRefused) Y.applyUpdate(doc, Y.encodeStateAsUpdate(client))
        const before = Y.encodeStateVector(doc)
        doc.transact(() => {
          for (let left = 1 + random(4); left > 0; left -= 1) editSomewhere(doc, random)
        })
        const update = Y.encodeStateAsUpdate(doc, before)
        if (!isRefused) {
          Y.applyUpdate(trial, update)
          Y.applyUpdate(sound, update)
          continue
        }
        const was = dump(trial)
        expect(tryOn(trial, update)).toBe(true)
        undone += 1
        expect(dump(trial)).toBe(was)
      }
      expect(undone).toBeGreaterThan(20)
      expect(trial.toJSON()).toEqual(sound.toJSON())
      expect(Y.encodeStateAsUpdate(trial)).toEqual(Y.encodeStateAsUpdate(sound))
    },
  )

  test('also where new things cut one another', () => {
    const trial = withRoots()
    const first = withRoots()
    first.getText('text').insert(0, '一些字')
    const second = withRoots()
    Y.applyUpdate(second, Y.encodeStateAsUpdate(first))
    second.getText('text').insert(1, '好')
    // Whole, as its author wrote it, beside what cuts it.
    const both = Y.mergeUpdates([
      Y.encodeStateAsUpdate(first),
      Y.encodeStateAsUpdate(second, Y.encodeStateVector(first)),
    ])
    const was = dump(trial)
    expect(tryOn(trial, both)).toBe(true)
    expect(dump(trial)).toBe(was)
  })

  test('and no place in a list that was looked up meanwhile is believed afterwards', () => {
    const trial = withRoots()
    const list = trial.getArray<number>('list')
    for (let i = 0; i < 200; i += 1) list.insert(0, [i])
    const copy = withRoots()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(trial))
    const update = updateOf((doc) => {
      for (let i = 0; i < 50; i += 1) doc.getArray('list').insert(0, [-i])
    }, copy)
    trial.once('afterTransaction', (transaction: Y.Transaction) => {
      list.get(120)
      takeBack(transaction)
    })
    Y.applyUpdate(trial, update)
    expect(list.get(121)).toBe(list.toArray()[121])
  })

  test('but for a character that was cut in two: that document is to be thrown away', () => {
    const trial = withRoots()
    Y.applyUpdate(
      trial,
      updateOf((doc) => doc.getText('text').insert(0, '😀')),
    )
    const copy = withRoots()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(trial))
    expect(
      tryOn(
        trial,
        updateOf((doc) => doc.getText('text').insert(1, 'x'), copy),
      ),
    ).toBe(false)
  })
})
