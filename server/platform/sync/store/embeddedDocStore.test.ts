import { cp, mkdtemp, readdir, rm, stat, truncate, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { expect, test, vi } from 'vitest'
import type { DocName } from '#shared/sync/docName.ts'
import { openSqlite } from '../../db/sqlite.ts'
import { beginAnotherPast } from '../beginAnotherPast.ts'
import { docStoreContract } from '../docStore.contract.ts'
import type { DocumentTables } from '../tables.ts'
import { quietLog } from '../testing/quietLog.ts'
import { sqlRows } from '../testing/sqlRows.ts'
import { DocumentsClient } from './DocumentsClient.ts'
import { databaseFile, embeddedDocStore } from './embeddedDocStore.ts'

docStoreContract('embeddedDocStore', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'yanke-docs-'))
  const open = () => embeddedDocStore({ dataDir, log: quietLog })
  let store = await open()
  // A second connection, only to damage what lies there.
  const db = new Kysely<DocumentTables>({ dialect: openSqlite(databaseFile(dataDir)) })
  const rows = sqlRows(db)
  return {
    store,
    settle: () => store.flush(),
    ...rows,
    damageUpdate: async (...asked) => {
      await store.flush()
      await rows.damageUpdate(...asked)
    },
    reopen: async () => {
      await store.close()
      store = await open()
      return store
    },
    refusesTaken: false,
    marksFollowed: true,
    raiseFence: null,
    close: async () => {
      await store.close()
      await db.destroy()
      await rm(dataDir, { recursive: true })
    },
  }
})

test('says which documents were written last, the latest first, in the journal and in the database', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'yanke-docs-'))
  const store = await embeddedDocStore({ dataDir, log: quietLog })
  const append = async (name: DocName, seq: number, atMs: number) => {
    const first = { name, updates: [{ seq, atMs, authorId: null, update: new Uint8Array([0, 0]) }] }
    await store.append([{ ...first, claims: [], fence: 0 }]).durable
  }
  for (const name of ['plan:one00001', 'plan:two00001', 'plan:three001'] as const) {
    const meta = { epoch: 'e', schemaVersion: 0, createdAtMs: 0 }
    await store.create(meta, { name, updates: [], claims: [], fence: 0 })
  }
  await append('plan:one00001', 1, 1000)
  await append('plan:two00001', 1, 2000)
  await append('plan:three001', 1, 3000)
  await store.flush()
  await append('plan:two00001', 2, 4000)
  const latest = ['plan:two00001', 'plan:three001', 'plan:one00001']
  expect(await store.lastWritten({ sinceMs: 0, atMost: 9 })).toEqual(latest)
  expect(await store.lastWritten({ sinceMs: 0, atMost: 2 })).toEqual(latest.slice(0, 2))
  expect(await store.lastWritten({ sinceMs: 2500, atMost: 9 })).toEqual(latest.slice(0, 2))
  await store.close()
  await rm(dataDir, { recursive: true })
})

test.each([
  ['a process was killed', async () => {}, []],
  [
    'the journal ends in a torn record',
    async (path: string) => truncate(path, (await stat(path)).size - 1),
    ['journal'],
  ],
  ['the machine went down', (path: string) => utimes(path, 1, 1), ['journal']],
  [
    'the machine went down, and its clock with it',
    (path: string) => utimes(path, Date.now() / 1000 + 86_400, Date.now() / 1000 + 86_400),
    ['journal'],
  ],
])('[DR19] says of which documents something may be gone: %s', async (_, happens, expected) => {
  const folder = await mkdtemp(join(tmpdir(), 'yanke-docs-'))
  const [dataDir, left] = [join(folder, 'running'), join(folder, 'left')]
  const running = await embeddedDocStore({ dataDir, log: quietLog })
  const names = ['plan:written1', 'plan:quiet001'] as const
  for (const name of names) {
    const meta = { epoch: 'e', schemaVersion: 0, createdAtMs: 0 }
    await running.create(meta, { name, updates: [], claims: [], fence: 0 })
  }
  for (const seq of [1, 2]) {
    const updates = [{ seq, atMs: 1000, authorId: null, update: new Uint8Array([0, 0]) }]
    await running.append([{ name: names[0], updates, claims: [], fence: 0 }]).durable
  }
  // The database stands still while it is copied; the journal keeps its segment.
  await running.flush()
  await cp(dataDir, left, { recursive: true })
  await running.close()
  const [segment = ''] = await readdir(join(left, 'journal'))
  await happens(join(left, 'journal', segment))
  const next = await embeddedDocStore({ dataDir: left, log: quietLog })
  const [written, quiet] = await Promise.all(names.map((name) => next.load(name)))
  expect(written?.setAside.map(({ what }) => what)).toEqual(expected)
  expect(quiet?.setAside).toEqual([])
  await next.close()
  await rm(folder, { recursive: true })
})

test('every start of a studio has a number above those before', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'yanke-docs-'))
  const numbers: number[] = []
  for (let start = 0; start < 3; start += 1) {
    const store = await embeddedDocStore({ dataDir, log: quietLog })
    numbers.push(await store.raiseFence())
    await store.close()
  }
  expect(numbers).toEqual([1, 2, 3])
  await beginAnotherPast(databaseFile(dataDir), () => 'another')
  const restored = await embeddedDocStore({ dataDir, log: quietLog })
  expect(await restored.raiseFence()).toBeGreaterThan(1000)
  await restored.close()
  await rm(dataDir, { recursive: true })
})

test('[DR24] what earlier processes left is asked for again when it could not be said', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'yanke-docs-'))
  const store = await embeddedDocStore({ dataDir, log: quietLog })
  const ask = vi.spyOn(DocumentsClient.prototype, 'ask')
  ask.mockRejectedValueOnce(new Error('not now')).mockResolvedValueOnce(['plan:left0001'])
  await expect(store.unfinished()).rejects.toThrow('not now')
  expect(await store.unfinished()).toEqual(['plan:left0001'])
  ask.mockRestore()
  // Once it was said, what is done is remembered here.
  await store.followed('plan:left0001', 1)
  expect(await store.unfinished()).toEqual([])
  await store.close()
  await rm(dataDir, { recursive: true })
})
