import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { catchUp } from './catchUp.ts'
import { memoryDocStore } from './memoryDocStore.ts'
import { embeddedDocStore } from './store/embeddedDocStore.ts'
import {
  openOwner,
  PLAN,
  type Studio,
  startStudio,
  tellsText,
  type,
  until,
} from './testing/syncHarness.ts'

const log = pino({ level: 'silent' })
let folder: string
let studio: Studio | null
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yanke-catch-up-'))
  studio = null
})
afterEach(async () => {
  await studio?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('[DR24] what was stored before a kill is projected after it, though nobody opens the document', async () => {
  const [lived, after] = [join(folder, 'lived'), join(folder, 'after')]
  const store = await embeddedDocStore({ dataDir: lived, log })
  const first = await startStudio({ store })
  const writer = first.stock(PLAN, 'wangfang')
  await until('synced', () => writer.provider.synced)
  type(writer.doc, '最后一句')
  await expect
    .poll(async () => (await store.history(PLAN, { afterSeq: 0, limit: 10 })).length)
    .toBe(1)
  await store.flush()
  // As it lies on the disk when the process is killed now.
  await cp(lived, after, { recursive: true })
  await first.stop()
  await store.close()

  const again = await embeddedDocStore({ dataDir: after, log })
  const told: string[] = []
  const owner = openOwner(tellsText((text) => void told.push(text)))
  studio = await startStudio({ store: again, owners: [owner] })
  await catchUp({ store: again, rooms: studio.rooms.local, log })
  await until('told', () => told.length > 0)
  expect(told).toEqual(['最后一句'])
  await until('let go', () => studio?.rooms.local.connections(PLAN).length === 0)
  await studio.rooms.close()
  await again.close()
  // Closed in order: nothing is left to be done.
  const clean = await embeddedDocStore({ dataDir: after, log })
  expect(await clean.unfinished()).toEqual([])
  await clean.close()
})

test('a document that cannot be opened does not keep the others from being caught up', async () => {
  const projected: string[] = []
  const rooms = {
    project: async (name: string) => {
      if (name === 'plan:broken01') throw new Error('broken')
      projected.push(name)
    },
  }
  const store = {
    ...memoryDocStore(),
    unfinished: async () => ['plan:broken01', 'plan:sound001'] as const,
  }
  await catchUp({ store, rooms, log })
  expect(projected).toEqual(['plan:sound001'])
})
