import { afterEach, expect, test } from 'vitest'
import { memoryDocStore } from './memoryDocStore.ts'
import { bodyOf, PLAN, type Studio, startStudio, type, until } from './testing/syncHarness.ts'

/** A database that went back in time under open rooms: a stand-by that lacked the last of it took over. */

let studio: Studio
afterEach(() => studio.stop())

/** Keeps what is appended, until it is as it was after so many updates: then what leaves others out is refused. */
const storeWithPast = () => {
  const kept = memoryDocStore()
  return {
    store: {
      ...kept,
      append: (batch: Parameters<typeof kept.append>[0]) => {
        for (const { name, updates } of batch) {
          const last = kept.docs.get(name)?.updates.at(-1)?.seq ?? 0
          if ((updates[0]?.seq ?? last + 1) > last + 1) throw new Error('does not follow')
        }
        return kept.append(batch)
      },
    },
    count: () => kept.docs.get(PLAN)?.updates.length ?? 0,
    goBackTo: (count: number) => void kept.docs.get(PLAN)?.updates.splice(count),
  }
}

/** Somebody has written 甲乙丙, which a colleague and a reader have seen; the store has 甲 alone again. */
const lostTail = async () => {
  const { store, count, goBackTo } = storeWithPast()
  studio = await startStudio({ store, retry: { attempts: 1, pauseMs: 1 } })
  const [writer, colleague, reader] = ['wangfang', 'lirui', 'readerone'].map((who) =>
    studio.stock(PLAN, who),
  ) as [ReturnType<Studio['stock']>, ReturnType<Studio['stock']>, ReturnType<Studio['stock']>]
  for (const [i, word] of ['甲', '乙', '丙'].entries()) {
    await until('in', () => [writer, colleague, reader].every(({ provider }) => provider.synced))
    type(writer.doc, word)
    await until('stored', () => count() === i + 1)
  }
  await until('seen', () => [colleague, reader].every(({ doc }) => bodyOf(doc) === '甲乙丙'))
  goBackTo(1)
  return { writer, colleague, reader, count }
}

test('[DR3] a colleague brings back what the store has lost, though its writer has gone for good', async () => {
  const { writer, colleague, reader } = await lostTail()
  writer.provider.shouldConnect = false
  type(colleague.doc, '丁')
  await until('sent away', () => colleague.codes.length > 0)
  await until('it is back', () => colleague.provider.synced)
  await expect.poll(async () => bodyOf(await studio.rooms.read(PLAN))).toBe('甲乙丙丁')
  await expect.poll(() => bodyOf(reader.doc)).toBe('甲乙丙丁')
  expect(new Set(colleague.codes)).toEqual(new Set([4507]))
})

test('[DR3] and a reader who has seen it may come back before that', async () => {
  const { writer, colleague, reader } = await lostTail()
  writer.provider.shouldConnect = false
  colleague.provider.shouldConnect = false
  type(colleague.doc, '丁')
  await until('sent away', () => colleague.codes.length > 0)
  reader.provider.disconnect()
  reader.provider.connect()
  await until('it is back', () => reader.provider.synced)
  // What it has said by then was heard before this is answered.
  const asked = studio.stock(PLAN, 'readertwo')
  await until('another is in', () => asked.provider.synced)
  expect([bodyOf(reader.doc), reader.provider.shouldConnect]).toEqual(['甲乙丙', true])
})

test('[DR3] so it is when nobody stayed and the room is another', async () => {
  const { writer, colleague, reader } = await lostTail()
  reader.leave()
  writer.provider.shouldConnect = false
  type(colleague.doc, '丁')
  await until('sent away', () => colleague.codes.length > 0)
  await expect.poll(async () => bodyOf(await studio.rooms.read(PLAN))).toBe('甲乙丙丁')
  expect(new Set(colleague.codes)).toEqual(new Set([4507]))
})
