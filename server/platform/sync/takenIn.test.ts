import { afterEach, describe, expect, test, vi } from 'vitest'
import type { DocName } from '#shared/sync/docName.ts'
import { Knowledge } from './Knowledge.ts'
import type { memoryDocStore } from './memoryDocStore.ts'
import { readUpdate } from './readUpdate.ts'
import { ackCount, step1, update } from './testing/frames.ts'
import {
  COMMENTS,
  openOwner,
  PLAN,
  type Studio,
  startStudio,
  until,
  updateOf,
} from './testing/syncHarness.ts'

let studio: Studio | null = null
afterEach(async () => {
  vi.restoreAllMocks()
  await studio?.stop()
  studio = null
  // What was written large is folded before the end.
}, 60_000)

const rowsIn = ({ store }: Studio, name: DocName) =>
  (store as ReturnType<typeof memoryDocStore>).docs.get(name)?.updates ?? []

const PAIRS = 35_000

/** Of client 5: a list in the root list `a`; then, by turns, a deleted letter in `a` and one in that list. */
const list = Uint8Array.of(1, 1, 5, 0, 7, 1, 1, 97, 1, 0)
const byTurns = Buffer.concat([
  // 70,000 structs from clock 1 on.
  Uint8Array.of(1, 0xf0, 0xa2, 0x04, 5, 1),
  ...Array.from({ length: PAIRS }, () => Uint8Array.of(1, 1, 1, 97, 1, 1, 0, 5, 0, 1)),
  Uint8Array.of(0),
])

const newsOf = (knowledge: Knowledge, bytes: Uint8Array) => {
  const assessment = knowledge.assess(readUpdate(bytes))
  if (assessment.kind === 'gap') throw new Error('it has a gap')
  return assessment.news
}

describe('[DR9] what is accepted is known as a whole', () => {
  test('though each of 70,000 structs lies elsewhere than the one before', async () => {
    const here = await startStudio()
    studio = here
    const client = here.raw(PLAN, 'wangfang', '&ack=1')
    await client.opened
    for (const bytes of [list, byTurns]) client.send(update(bytes))
    const isDone = () => client.received.some((message) => ackCount(message) === 2)
    await until('it is answered', () => isDone() || client.code !== null)
    expect(client.code).toBeNull()
    expect(rowsIn(here, PLAN)).toHaveLength(2)
    const newcomer = here.raw(PLAN, 'zhaolei1')
    await newcomer.opened
    newcomer.send(step1())
    const answer = () => newcomer.ofType(0).find((message) => message[1] === 1)
    await until('a newcomer has it', () => answer() !== undefined || newcomer.code !== null)
    expect(answer()?.length).toBeGreaterThan(byTurns.length)
  }, 60_000)

  test('or not at all: no clock is known before all else is', () => {
    const knowledge = new Knowledge()
    knowledge.take(newsOf(knowledge, list))
    const news = newsOf(knowledge, byTurns)
    const placings = new Map(news.placings)
    placings.forEach = placings[Symbol.iterator] = () => {
      throw new Error('no memory is left')
    }
    expect(() => knowledge.take({ ...news, placings })).toThrow('no memory is left')
    expect(knowledge.clockOf(5)).toBe(1)
    // The next one builds on what is not here.
    const next = Uint8Array.of(1, 1, 5, 0xf1, 0xa2, 0x04, 1, 1, 1, 97, 1, 0)
    expect(knowledge.assess(readUpdate(next)).kind).toBe('gap')
    knowledge.take(newsOf(knowledge, byTurns))
    expect(knowledge.assess(readUpdate(next)).kind).toBe('news')
  })

  test('what could not be taken in is judged anew when it comes again', async () => {
    const asked: string[][] = []
    const owner = openOwner({
      kind: 'comments',
      guard: ({ events }) => {
        asked.push(events.flatMap((event) => [...event.changes.keys.keys()]))
        return true
      },
    })
    const here = await startStudio({ owners: [owner] })
    studio = here
    // Who keeps the room, so that nothing is loaded anew.
    const bystander = here.stock(COMMENTS, 'zhaolei1')
    await until('synced', () => bystander.provider.synced)
    const note = updateOf((doc) => doc.getMap('notes').set('first', 'x'))
    vi.spyOn(Knowledge.prototype, 'take').mockImplementationOnce(() => {
      throw new Error('no memory is left')
    })
    const unlucky = here.raw(COMMENTS, 'wangfang')
    await unlucky.opened
    unlucky.send(update(note))
    expect((await unlucky.closed).code).toBe(4507)
    expect(rowsIn(here, COMMENTS)).toHaveLength(0)
    const again = here.raw(COMMENTS, 'wangfang')
    await again.opened
    again.send(update(note))
    await until('it is stored', () => rowsIn(here, COMMENTS).length === 1)
    expect(asked).toEqual([['first'], ['first']])
  })
})
