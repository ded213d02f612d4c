import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { memoryDocStore } from './memoryDocStore.ts'
import { formatTogether } from './testing/formatTogether.ts'
import { ackCount, step1, step2, update } from './testing/frames.ts'
import { PLAN, type Studio, startStudio, until, updateOf } from './testing/syncHarness.ts'
import { Workshop } from './Workshop.ts'

let studio: Studio
afterEach(async () => {
  vi.restoreAllMocks()
  await studio.stop()
})

/** Runs in which a reader's copy deletes marks before either writer's has. */
const SEEDS = [56, 264, 316, 373]

/** The document as the two have made it, a bystander who hears of everything, and the reader's copy. */
const withTidied = async (seed: number) => {
  const made = formatTogether(seed)
  if (!made) throw new Error('no copy tidied anything')
  const store = memoryDocStore()
  studio = await startStudio({ store })
  const writer = studio.raw(PLAN, 'wangfang')
  await writer.opened
  for (const sent of made.sent) writer.send(update(sent))
  const rows = () => store.docs.get(PLAN)?.updates ?? []
  await until('it is stored', () => rows().length === made.sent.length)
  const bystander = studio.raw(PLAN, 'readertwo')
  await bystander.opened
  bystander.send(step1())
  await until('it hears', () => bystander.ofType(0).length === 2)
  return { ...made, rows, bystander }
}

/** Everything that was passed on so far has been heard. */
const updatesHeard = async (bystander: ReturnType<Studio['raw']>): Promise<number> => {
  await studio.rooms.local.flush(PLAN)
  const before = bystander.ofType(0).length
  bystander.send(step1())
  await until('it is answered', () => bystander.ofType(0).length > before)
  return bystander.ofType(0).filter(([, kind]) => kind === 2).length
}

test.each(
  SEEDS.flatMap((seed) => [
    [seed, 'an Update', 'live'] as const,
    [seed, 'a SyncStep2', 'back'] as const,
  ]),
)(
  '[DR11] a reader whose copy tidies formatting marks stays, and nothing of it is kept or passed on (%i, %s)',
  async (seed, _as, how) => {
    const { tidied, reader, rows, bystander } = await withTidied(seed)
    const count = rows().length
    const client = studio.raw(PLAN, 'readerone', '&ack=1')
    await client.opened
    client.send(how === 'live' ? update(tidied) : step2(Y.encodeStateAsUpdate(reader)))
    await until(
      'it is answered',
      () => client.code !== null || client.received.map(ackCount).includes(1),
    )
    expect(client.code).toBeNull()
    expect(await updatesHeard(bystander)).toBe(0)
    expect(rows()).toHaveLength(count)
  },
)

test('[DR11] a reader who deletes a letter beside what its copy tidied is Forbidden', async () => {
  const { tidied, reader, rows, bystander } = await withTidied(56)
  const count = rows().length
  const letter = updateOf((doc) => doc.getText('body').delete(2, 1), reader)
  for (const message of [
    update(Y.mergeUpdates([tidied, letter])),
    step2(Y.encodeStateAsUpdate(reader)),
  ]) {
    const client = studio.raw(PLAN, 'readerone')
    await client.opened
    client.send(message)
    expect((await client.closed).code).toBe(4403)
  }
  expect(await updatesHeard(bystander)).toBe(0)
  expect(rows()).toHaveLength(count)
})

test('[DR11] marks that were written since the last time are known for marks too', async () => {
  const { tidied, rows } = await withTidied(56)
  const client = studio.raw(PLAN, 'readerone', '&ack=1')
  await client.opened
  client.send(update(tidied))
  await until('the first is answered', () => client.received.map(ackCount).includes(1))
  const later = new Y.Doc()
  for (const row of rows()) Y.applyUpdate(later, row.update)
  const writer = studio.raw(PLAN, 'chenjie1')
  await writer.opened
  const before = rows().length
  writer.send(update(updateOf((doc) => doc.getText('body').format(1, 3, { em: true }), later)))
  await until('it is stored', () => rows().length === before + 1)
  // What only takes the new marks away again has no word of its own.
  client.send(update(updateOf((doc) => doc.getText('body').format(1, 3, { em: null }), later)))
  await until('the second is answered', () => client.received.map(ackCount).includes(2))
  expect(rows()).toHaveLength(before + 1)
})

/**
 * A paragraph is deleted in which somebody else has
 * written: every copy deletes that too, and nobody says so.
 */
const withWhatFollows = async () => {
  studio = await startStudio()
  const [one, other] = [new Y.Doc(), new Y.Doc()]
  const body = (doc: Y.Doc) => doc.getXmlFragment('xml')
  const made = updateOf((doc) => body(doc).push([new Y.XmlElement('p')]), one)
  Y.applyUpdate(other, made)
  const writing = updateOf(
    (doc) => (body(doc).get(0) as Y.XmlElement).push([new Y.XmlText('写进来的')]),
    other,
  )
  const deleting = updateOf((doc) => body(doc).delete(0, 1), one)
  const [first, second] = ['wangfang', 'zhaolei1'].map((as) => studio.raw(PLAN, as, '&ack=1'))
  await Promise.all([first?.opened, second?.opened])
  for (const [client, sent, count] of [
    [first, made, 1],
    [second, writing, 1],
    [first, deleting, 2],
  ] as const) {
    client?.send(update(sent))
    await until('it is stored', () => client?.received.map(ackCount).includes(count) ?? false)
  }
  Y.applyUpdate(one, writing)
  return one
}

test('[DR11] when nobody can say what follows, a reader comes back, and is heard the next time', async () => {
  const copy = await withWhatFollows()
  const folding = vi.spyOn(Workshop.prototype, 'fold')
  folding.mockRejectedValueOnce(new Error('the workshop thread ended'))
  const come = async () => {
    const reader = studio.raw(PLAN, 'readerone', '&ack=1')
    await reader.opened
    reader.send(step2(Y.encodeStateAsUpdate(copy)))
    return reader
  }
  expect((await (await come()).closed).code).toBe(4507)
  const again = await come()
  await until(
    'it is answered',
    () => again.code !== null || again.received.map(ackCount).includes(1),
  )
  expect(again.code).toBeNull()
  expect(folding).toHaveBeenCalledTimes(2)
})
