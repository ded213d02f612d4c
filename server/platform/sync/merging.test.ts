import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { UserId } from '#shared/ids.ts'
import { bodyOf, PLAN, type Studio, startStudio, type, until } from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

/** What the server adds on a copy of the document as it is now. */
const madeOnCopy = async (words: string) => {
  const copy = await studio.rooms.read(PLAN)
  const basedOn = Y.encodeStateVector(copy)
  const updates: Uint8Array[] = []
  copy.on('update', (update: Uint8Array) => updates.push(update))
  type(copy, words)
  return { update: Y.mergeUpdates(updates), basedOn }
}

test('[DR23] what is merged stands beside what was written meanwhile, in that person’s name', async () => {
  studio = await startStudio()
  const { doc, provider } = studio.stock(PLAN, 'wangfang')
  await until('in', () => provider.synced)
  type(doc, '甲')
  await until('there', () => provider.wsconnected)
  const edit = await madeOnCopy('乙')
  type(doc, '丙')
  await studio.rooms.merge(PLAN, edit, 'lirui001' as UserId)
  await until('both', () => [...'甲乙丙'].every((letter) => bodyOf(doc).includes(letter)))
  const rows = await studio.rooms.history(PLAN, { afterSeq: 0, limit: 10 })
  expect(rows.map(({ authorId }) => authorId)).toContain('lirui001')
})

test('[DR23] merged twice, for its answer was lost, it is done once', async () => {
  studio = await startStudio()
  const edit = await madeOnCopy('乙')
  await studio.rooms.merge(PLAN, edit)
  await studio.rooms.merge(PLAN, edit)
  expect(bodyOf(await studio.rooms.read(PLAN))).toBe('乙')
  expect(await studio.rooms.history(PLAN, { afterSeq: 0, limit: 10 })).toHaveLength(1)
})

test('[DR23] of two that were made of the same the second is not merged: all of it would be there twice', async () => {
  studio = await startStudio()
  const [first, second] = [await madeOnCopy('乙'), await madeOnCopy('乙')]
  expect(await studio.rooms.merge(PLAN, first)).toBe('done')
  expect(await studio.rooms.merge(PLAN, second)).toBe('stale')
  // Nobody has it open meanwhile: who has written what is known again afterwards.
  expect(await studio.rooms.merge(PLAN, first)).toBe('done')
  expect(await studio.rooms.merge(PLAN, second)).toBe('stale')
  expect(bodyOf(await studio.rooms.read(PLAN))).toBe('乙')
  expect(await studio.rooms.merge(PLAN, await madeOnCopy('丙'))).toBe('done')
})

test('[DR23] what builds on what the document lacks is not merged', async () => {
  studio = await startStudio()
  const [first, second] = [await madeOnCopy('乙'), new Y.Doc()]
  Y.applyUpdate(second, first.update)
  const basedOn = Y.encodeStateVector(second)
  type(second, '丙')
  const update = Y.encodeStateAsUpdate(second, basedOn)
  await expect(studio.rooms.merge(PLAN, { update, basedOn })).rejects.toThrow('does not fit')
  expect(bodyOf(await studio.rooms.read(PLAN))).toBe('')
})
