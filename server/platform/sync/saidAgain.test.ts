import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Deletions, type Ranges } from './deletions.ts'
import type { memoryDocStore } from './memoryDocStore.ts'
import { ackCount, step1, step2, update } from './testing/frames.ts'
import { bodyOf, PLAN, type Studio, startStudio, type, until } from './testing/syncHarness.ts'

let studio: Studio | undefined
afterEach(() => studio?.stop())

const text = (value: string) => [Buffer.byteLength(value), ...Buffer.from(value)]

/** A string behind the struct `left` of the client, or at the beginning of the text `body`. */
const word = (value: string, left?: readonly [client: number, clock: number]) =>
  left ? [0x84, ...left, ...text(value)] : [4, 1, ...text('body'), ...text(value)]

const bytes = (...parts: readonly (number | readonly number[])[]) => Uint8Array.from(parts.flat())

const ME = 7
const NOBODY = 9
const FIRST = bytes(1, 1, ME, 0, word('a😀b'), 0)

/** What a bystander has, what a newcomer is told, and what the history says, after these. */
const seenBy = async (...updates: readonly Uint8Array[]) => {
  studio = await startStudio()
  const bystander = studio.stock(PLAN, 'zhaolei1')
  await until('synced', () => bystander.provider.synced)
  const sender = studio.raw(PLAN, 'wangfang', '&ack=1')
  await sender.opened
  sender.send(step1())
  for (const each of updates) sender.send(update(each))
  await until('acknowledged or closed', () => {
    const acked = sender.received.map((message) => ackCount(message) ?? 0)
    return Math.max(0, ...acked) === updates.length || sender.code !== null
  })
  const newcomer = studio.stock(PLAN, 'sunli001')
  await until('synced', () => newcomer.provider.synced)
  const replayed = new Y.Doc()
  for (const stored of await studio.rooms.history(PLAN, { afterSeq: 0, limit: 100 }))
    Y.applyUpdate(replayed, stored.update)
  const served = await studio.rooms.read(PLAN)
  return { docs: [bystander.doc, newcomer.doc, replayed, served] }
}

const hasPending = ({ store }: Y.Doc) => store.pendingStructs !== null || store.pendingDs !== null

describe('[DR9] structs that are known are not passed on again, and nor is what is said of them then', () => {
  test.each([
    ['as they were', word('a😀b'), ''],
    ['behind what nobody has', word('a😀b', [NOBODY, 5]), ''],
    ['behind what they themselves come to', word('a😀b', [ME, 120]), ''],
    ['with other words', word('c😀d'), ''],
    ['as part of something longer', word('a😀bc', [NOBODY, 5]), 'c'],
  ])('known ones come again %s, with a new one behind them', async (_how, again, more) => {
    const end = 4 + more.length
    const { docs } = await seenBy(
      FIRST,
      bytes(1, 2, ME, 0, again, word('!', [ME, end - 1]), 0),
      bytes(1, 1, ME, end + 1, word('?', [ME, end]), 0),
    )
    expect(docs.map(bodyOf)).toEqual(docs.map(() => `a😀b${more}!?`))
    expect(docs.map(hasPending)).toEqual(docs.map(() => false))
  })

  test('another client’s known ones beside a new one of one’s own', async () => {
    const { docs } = await seenBy(
      FIRST,
      bytes(2, 1, 8, 0, word('!', [ME, 3]), 1, ME, 0, word('a😀b', [NOBODY, 5]), 0),
    )
    expect(docs.map(bodyOf)).toEqual(docs.map(() => 'a😀b!'))
    expect(docs.map(hasPending)).toEqual(docs.map(() => false))
  })
})

describe('[DR9] deletions are passed on as they are understood', () => {
  test.each([
    ['nothing, within a letter of two halves', [1, ME, 1, 2, 0], 'a😀b!'],
    ['nothing, at the end', [1, ME, 1, 9, 0], 'a😀b!'],
    ['ranges out of order and one over the other', [1, ME, 3, 3, 1, 0, 1, 0, 1], '😀!'],
    ['one client’s in two places', [2, ME, 1, 0, 1, ME, 1, 3, 1], '😀!'],
  ])('%s', async (_what, deletions, expected) => {
    const { docs } = await seenBy(FIRST, bytes(1, 1, ME, 4, word('!', [ME, 3]), deletions))
    expect(docs.map(bodyOf)).toEqual(docs.map(() => expected))
  })

  test('[DR22] a hundred thousand between as many others cost no minutes', () => {
    const every4th = (first: number): Ranges =>
      new Map([
        [
          ME,
          Array.from({ length: 100_000 }, (_, i) => ({
            from: first + 4 * i,
            to: first + 4 * i + 1,
          })),
        ],
      ])
    const deletions = new Deletions()
    const beganMs = performance.now()
    for (const first of [0, 2, 1, 3]) deletions.add(every4th(first))
    // Milliseconds; one by one it was a minute.
    expect(performance.now() - beganMs).toBeLessThan(3000)
    expect(deletions.ranges.get(ME)).toEqual([{ from: 0, to: 400_000 }])
  })
})

test('[DR9] what a reconnecting client says again is neither stored nor passed on', async () => {
  studio = await startStudio()
  const { store } = studio
  const rows = () => (store as ReturnType<typeof memoryDocStore>).docs.get(PLAN)?.updates ?? []
  const writer = studio.stock(PLAN, 'wangfang')
  await until('synced', () => writer.provider.synced)
  type(writer.doc, '一二三四五六七八')
  await until('stored', () => rows().length === 1)
  for (let i = 0; i < 5; i += 1) writer.doc.getText('body').delete(0, 1)
  await until('stored', () => rows().length === 6)
  const watcher = studio.raw(PLAN, 'readerone')
  await watcher.opened
  watcher.send(step1())
  await until('it has the document', () => watcher.ofType(0).length === 2)
  const again = studio.raw(PLAN, 'wangfang', '&ack=1')
  await again.opened
  again.send(step2(Y.encodeStateAsUpdate(writer.doc)))
  await until('acknowledged', () => again.received.some((m) => ackCount(m) === 1))
  expect(rows()).toHaveLength(6)
  expect(watcher.ofType(0)).toHaveLength(2)
})
