import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { docName } from '#shared/sync/docName.ts'
import { memoryDocStore } from './memoryDocStore.ts'
import { update } from './testing/frames.ts'
import { type Studio, startStudio, type, until, updateOf } from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

test.each([
  ['everybody has just left', true],
  ['people are still in', false],
])('[DR2] [DR18] rooms are folded before the process closes: %s', async (_case, isLeft) => {
  const store = memoryDocStore()
  studio = await startStudio({ store })
  const names = Array.from({ length: 12 }, (_, i) => docName('plan', `plan-closing-${i}`))
  const clients = await Promise.all(
    names.map(async (name) => {
      const client = studio.raw(name, 'wangfang')
      await client.opened
      const doc = new Y.Doc()
      for (let i = 0; i < 230; i += 1) client.send(update(updateOf((d) => type(d, '字'), doc)))
      return client
    }),
  )
  const written = () => names.every((name) => (store.docs.get(name)?.updates.length ?? 0) >= 230)
  await until('all is written', written)
  if (isLeft) {
    for (const client of clients) client.leave()
    await until('one has gone', () => studio.rooms.local.connections(names[0]!).length === 0)
  }
  await studio.rooms.close()
  expect(names.filter((name) => store.docs.get(name)?.snapshots.length !== 1)).toEqual([])
})
