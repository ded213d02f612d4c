import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { memoryDocStore } from './memoryDocStore.ts'
import { ackCount, step2, update } from './testing/frames.ts'
import { PLAN, type Studio, startStudio, type, until, updateOf } from './testing/syncHarness.ts'

let store = memoryDocStore()
let studio: Studio
afterEach(() => studio.stop())

const rowsOf = () => store.docs.get(PLAN)?.updates ?? []

/** A writer at work, whose document must stay what it is. */
const withBystander = async () => {
  store = memoryDocStore()
  studio = await startStudio({ store })
  const writer = studio.stock(PLAN, 'wangfang')
  await until('synced', () => writer.provider.synced)
  type(writer.doc, '正文')
  await until('stored', () => rowsOf().length === 1)
  return writer
}

describe('[DR22] sizes', () => {
  test('a frame over 1 MiB ends its sender alone', async () => {
    const writer = await withBystander()
    const client = studio.raw(PLAN, 'zhaolei1')
    await client.opened
    client.send(new Uint8Array(1024 * 1024 + 64))
    expect((await client.closed).code).toBe(1009)
    type(writer.doc, '！')
    await until('stored', () => rowsOf().length === 2)
  })

  test('nested types deeper than 64 are refused, in one update or in many', async () => {
    await withBystander()
    const doc = new Y.Doc()
    let inner = doc.getArray<unknown>('deep')
    const client = studio.raw(PLAN, 'zhaolei1', '&ack=1')
    await client.opened
    for (let depth = 1; depth <= 70; depth += 1) {
      const next = new Y.Array<unknown>()
      client.send(update(updateOf(() => inner.insert(0, [next]), doc)))
      inner = next
    }
    expect((await client.closed).code).toBe(4400)
    await studio.rooms.history(PLAN, { afterSeq: 0, limit: 10_000 })
    expect(rowsOf().length).toBeLessThanOrEqual(1 + 64)
    const once = studio.raw(PLAN, 'zhaolei1')
    await once.opened
    once.send(step2(Y.encodeStateAsUpdate(doc)))
    expect((await once.closed).code).toBe(4400)
  })

  test('a full document takes only deletions', async () => {
    studio = await startStudio()
    const doc = new Y.Doc()
    const client = studio.raw(PLAN, 'zhaolei1', '&ack=1')
    await client.opened
    const big = 'x'.repeat(1_000_000)
    for (let i = 0; i < 8; i += 1) client.send(update(updateOf((d) => type(d, big), doc)))
    await until('taken', () => client.received.some((m) => ackCount(m) === 8))
    const deletion = updateOf((d) => d.getText('body').delete(0, 10), doc)
    client.send(update(deletion))
    await until('deleted', () => client.received.some((m) => ackCount(m) === 9))
    client.send(update(updateOf((d) => type(d, big), doc)))
    expect((await client.closed).code).toBe(4413)
  })
})
