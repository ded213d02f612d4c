import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isLongRun } from '#server/testing/isLongRun.ts'
import { docName } from '#shared/sync/docName.ts'
import { checkSqlite } from '../db/copySqlite.ts'
import { openDb } from '../db/Db.ts'
import { newId } from '../ids.ts'
import { lockDataFolder } from '../net/lockDataFolder.ts'
import { isRestoredEpoch } from '../sync/restoredEpoch.ts'
import { databaseFile, embeddedDocStore, journalFolder } from '../sync/store/embeddedDocStore.ts'
import { openLedger } from '../sync/store/testing/storeLedger.ts'
import { quietLog } from '../sync/testing/quietLog.ts'
import { backupStudio } from './backupStudio.ts'
import { restoreStudio } from './restoreStudio.ts'
import { unfinishedRestore } from './unfinishedRestore.ts'

const ROUNDS = isLongRun ? 20 : 2
const DOCUMENTS = [1, 2, 3, 4, 5].map((document) => docName('plan', `document${document}`))

let ledger: Awaited<ReturnType<typeof openLedger>>
let copy: string
let restored: string
beforeEach(async () => {
  ledger = await openLedger()
  await mkdir(join(ledger.dataDir, 'files', 'slides'), { recursive: true })
  await writeFile(join(ledger.dataDir, 'files', 'slides', 'abc'), '荷花')
  await writeFile(join(ledger.dataDir, 'files', 'slides', 'half.part'), '荷')
  await (await openDb(join(ledger.dataDir, 'yanke.sqlite'))).destroy()
  copy = join(ledger.folder, 'copy')
  restored = join(ledger.folder, 'restored')
})
afterEach(() => ledger.end())

const backup = (to = copy) => backupStudio({ dataDir: ledger.dataDir, to, nowMs: Date.now() })
const restore = (dataDir = restored, from = copy) =>
  restoreStudio({ from, dataDir, newEpoch: newId, log: quietLog })
const words = expect.objectContaining({ 'zh-CN': expect.any(String), en: expect.any(String) })

/** A studio that has one document. */
const begun = async () => {
  const store = await embeddedDocStore({ dataDir: ledger.dataDir, log: quietLog })
  const meta = { epoch: 'epoch-1', schemaVersion: 1, createdAtMs: 1 }
  await store.create(meta, { name: DOCUMENTS[0]!, updates: [], claims: [], fence: 0 })
  await store.close()
}

/** One that has written something and was killed, so that its journal is not empty. */
const written = async () => {
  const child = ledger.start()
  await ledger.more('SAVED', 60)
  child.kill('SIGKILL')
  await once(child, 'close')
}

test(`[DR28] a backup under load holds everything acknowledged before it began; ${ROUNDS} times`, {
  timeout: 300_000,
}, async () => {
  ledger.start()
  for (let round = 0; round < ROUNDS; round += 1) {
    await ledger.more('SAVED', 150)
    const saved = ledger.lines().filter(([what]) => what === 'SAVED')
    const to = join(ledger.folder, `copy-${round}`)
    const at = join(ledger.folder, `restored-${round}`)
    await backup(to)
    await ledger.more('SAVED', 1)
    const { documents } = await restore(at, to)
    expect(documents).toBe(5)
    const store = await embeddedDocStore({ dataDir: at, log: quietLog })
    for (const [index, name] of DOCUMENTS.entries()) {
      const loaded = (await store.load(name))!
      const seqs = new Set(loaded.updates.map(({ seq }) => seq))
      const lost = saved.filter(
        ([, own, seq]) => Number(own) === index + 1 && !seqs.has(Number(seq)),
      )
      expect(lost).toEqual([])
      expect(loaded.setAside).toEqual([])
      // No browser that saw the old one may merge into this one, nor go on under an id of before.
      expect(isRestoredEpoch(loaded.meta.epoch)).toBe(true)
      for (const { userId } of loaded.claims) expect(userId).toBe('')
    }
    const epochs = await Promise.all(
      DOCUMENTS.map(async (name) => (await store.load(name))?.meta.epoch),
    )
    expect(new Set(epochs).size).toBe(5)
    await store.close()
    expect(checkSqlite(databaseFile(at))).toBeNull()
    expect(await readFile(join(at, 'files', 'slides', 'abc'), 'utf8')).toBe('荷花')
    expect(existsSync(join(at, 'files', 'slides', 'half.part'))).toBe(false)
  }
})

test('[DR28] what lies only in the journal is in the backup and in what is made of it', async () => {
  await written()
  await backup()
  expect(await readdir(journalFolder(copy))).not.toEqual([])
  const lines = ledger.lines()
  await restore()
  expect(await readdir(journalFolder(restored))).toEqual([])
  const store = await embeddedDocStore({ dataDir: restored, log: quietLog })
  for (const [what, document, seq, text] of lines) {
    if (what !== 'WROTE') continue
    const loaded = await store.load(DOCUMENTS[Number(document) - 1]!)
    const found = loaded?.updates.find((update) => update.seq === Number(seq))
    expect(Buffer.from(found?.update ?? []).toString()).toBe(text)
  }
  await store.close()
})

test('[DR28] a version that was named while the documents were copied is of another past', async () => {
  await written()
  const store = await embeddedDocStore({ dataDir: ledger.dataDir, log: quietLog })
  const lastSeq = (await store.load(DOCUMENTS[0]!))!.lastSeq
  await store.close()
  const db = await openDb(join(ledger.dataDir, 'yanke.sqlite'))
  await sql`pragma foreign_keys = off`.execute(db)
  const version = {
    ...{ plan_id: 'document1', kind: 'named', label: '', note: '', author_id: null, at: 1 },
    ...{ upto_ms: 1, state: Uint8Array.of(0, 0), checksum: '', steps: 0, half_minutes: 0 },
    ...{ characters: 0, restored_id: null, restore_client: null },
  }
  const before = { ...version, id: 'before', upto_seq: lastSeq }
  const later = { ...version, id: 'later', upto_seq: lastSeq + 1 }
  await db.insertInto('plan_version').values([before, later]).execute()
  await db.destroy()
  await backup()
  await restore()
  const now = await openDb(join(restored, 'yanke.sqlite'))
  const kept = await now.selectFrom('plan_version').select('id').execute()
  await now.destroy()
  // Built upon, it would show words that the plan does not have, and going back would fail.
  expect(kept).toEqual([{ id: 'before' }])
})

describe('a backup that cannot be made says why', () => {
  test('no data folder', async () => {
    const asked = backupStudio({ dataDir: join(ledger.folder, 'nothing'), to: copy, nowMs: 0 })
    await expect(asked).rejects.toMatchObject({ name: 'BackupRefusal', words })
  })

  test.each([
    ['a folder with something in it', () => ledger.folder],
    ['inside the data folder', () => join(ledger.dataDir, 'copy')],
    ['beneath a file', () => join(ledger.dataDir, 'files', 'slides', 'abc', 'copy')],
  ])('%s', async (_what, to) => {
    await begun()
    await expect(backup(to())).rejects.toMatchObject({ name: 'BackupRefusal', words })
  })
})

test.each(['documents.sqlite', 'yanke.sqlite'])(
  '[DR28] a damaged %s is told when the backup is made, not when it is needed',
  async (name) => {
    await written()
    const store = await embeddedDocStore({ dataDir: ledger.dataDir, log: quietLog })
    await store.close()
    const file = await open(join(ledger.dataDir, name), 'r+')
    await file.write(Buffer.alloc(4096, 7), 0, 4096, 2 * 4096)
    await file.close()
    await expect(backup()).rejects.toMatchObject({ name: 'BackupRefusal', words })
    expect(existsSync(join(copy, 'manifest.json'))).toBe(false)
  },
)

describe('a backup that cannot be restored says why and leaves nothing', () => {
  beforeEach(async () => {
    await begun()
    await backup()
  })

  test.each([
    ['an unfinished backup', 'not a finished backup', () => rm(join(copy, 'manifest.json'))],
    ['a damaged manifest', 'manifest is damaged', () => truncate(join(copy, 'manifest.json'), 99)],
    [
      'a missing file',
      'missing in the backup: files/slides/abc',
      () => rm(join(copy, 'files', 'slides', 'abc')),
    ],
    [
      'a changed file',
      'not what its manifest says: yanke.sqlite',
      async () => {
        await truncate(join(copy, 'yanke.sqlite'), 4096)
      },
    ],
    [
      'a path that leads out',
      'manifest is damaged',
      async () => {
        const path = join(copy, 'manifest.json')
        const text = await readFile(path, 'utf8')
        await writeFile(path, text.replace('files/slides/abc', '../outside'))
      },
    ],
  ])('%s', async (_what, sentence, damage) => {
    await damage()
    const asked = restore()
    await expect(asked).rejects.toMatchObject({ name: 'BackupRefusal', words })
    await expect(asked).rejects.toThrow(sentence)
    expect(existsSync(restored) ? await readdir(restored) : []).toEqual([])
  })

  test('into a folder with something in it', async () => {
    await expect(restore(ledger.dataDir)).rejects.toThrow('not empty')
  })

  test('into the folder of a running studio', async () => {
    const lock = await lockDataFolder(ledger.dataDir)
    await expect(restore(ledger.dataDir)).rejects.toThrow('is running')
    await lock.release()
  })

  test('one that was ended while it was moved in is finished, and nothing begun again', async () => {
    await restore()
    const left = join(restored, '.restored')
    await mkdir(left)
    for (const name of ['files', 'yanke.sqlite'])
      await rename(join(restored, name), join(left, name))
    const asked = restore()
    await expect(asked).rejects.toMatchObject({ name: 'BackupRefusal', words })
    await expect(asked).rejects.toThrow('can be started')
    expect(existsSync(left)).toBe(false)
    expect(await readFile(join(restored, 'files', 'slides', 'abc'), 'utf8')).toBe('荷花')
    expect(checkSqlite(join(restored, 'yanke.sqlite'))).toBeNull()
  })

  test('a start in between leaves the folder to be restored into', {
    timeout: 60_000,
  }, async () => {
    await mkdir(unfinishedRestore(restored), { recursive: true })
    const program = fileURLToPath(new URL('../../main.ts', import.meta.url))
    const own = { YANKE_DATA: restored, PORT: '0', LIVEKIT_OFF: '1', YANKE_TLS: '1' }
    const env = { PATH: '/usr/bin:/bin', ...own }
    const said = await new Promise<string>((resolve) => {
      execFile(process.execPath, [program], { env }, (_error, out, err) => resolve(out + err))
    })
    expect(said).toContain('npm run restore')
    expect((await restore()).documents).toBe(1)
  })

  test('what an interrupted restore left is begun again', async () => {
    await mkdir(unfinishedRestore(restored), { recursive: true })
    await writeFile(join(unfinishedRestore(restored), 'half'), '')
    await restore()
    expect(existsSync(unfinishedRestore(restored))).toBe(false)
    expect(await readdir(restored)).not.toContain('half')
  })
})

test('the commands speak in sentences', { timeout: 60_000 }, async () => {
  await written()
  const run = (command: string, ...options: string[]) =>
    new Promise<{ code: number; said: string }>((resolve) => {
      const program = fileURLToPath(new URL(`../../start/${command}.mjs`, import.meta.url))
      const env = { PATH: '/usr/bin:/bin', LC_ALL: 'en_US.UTF-8', INIT_CWD: ledger.folder }
      const child = execFile(process.execPath, [program, ...options], { env }, (_error, out, err) =>
        resolve({ code: child.exitCode ?? -1, said: out + err }),
      )
    })
  const made = await run('backup', '--to', 'copy', '--data=data')
  expect(made).toMatchObject({ code: 0, said: expect.stringContaining('The backup is ready') })
  const back = await run('restore', '--from', 'copy', '--data', 'restored')
  expect(back).toMatchObject({ code: 0, said: expect.stringContaining('5 documents') })
  const again = await run('restore', '--from', 'copy', '--data', 'restored')
  expect(again).toMatchObject({ code: 1, said: expect.stringContaining('数据目录不是空的') })
  expect(again.said).not.toContain('    at ')
  expect((await run('backup')).said).toContain('npm run backup -- --to')
  expect(await run('restore', '--fast')).toMatchObject({ code: 2 })
})
