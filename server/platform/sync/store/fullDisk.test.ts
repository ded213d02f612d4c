import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { isLongRun } from '#server/testing/isLongRun.ts'
import { docName } from '#shared/sync/docName.ts'
import { quietLog } from '../testing/quietLog.ts'
import { embeddedDocStore } from './embeddedDocStore.ts'
import { openLedger } from './testing/storeLedger.ts'

const ROUNDS = isLongRun ? 30 : 3
const hasLimits = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0

describe.skipIf(!hasLimits)('[DR8] files that may not grow any more', () => {
  let ledger: Awaited<ReturnType<typeof openLedger>>
  afterEach(() => ledger.end())

  /** Lets the program write until it fails, gives it room again, and ends it in order. */
  const starve = async (defect: string, isNoticed: boolean): Promise<void> => {
    ledger = await openLedger()
    const child = ledger.start({ defect })
    const limit = (bytes: string) =>
      execFileSync('prlimit', ['--pid', String(child.pid), `--fsize=${bytes}:unlimited`])
    for (let round = 0; round < ROUNDS; round += 1) {
      await ledger.more('WROTE', 100)
      limit(String(5000 + Math.floor(Math.random() * 60_000)))
      if (isNoticed) await ledger.more('FAILED', 5)
      else await ledger.more('WROTE', 1000)
      limit('unlimited')
      await ledger.more('WROTE', 100)
      await ledger.more('SAVED', 100)
    }
    child.kill('SIGTERM')
    await once(child, 'close')
  }

  test(`an append throws, nothing of it stays, and with room again all goes on; ${ROUNDS} times`, {
    timeout: 300_000,
  }, async () => {
    await starve('none', true)
    expect(ledger.lines().find(([what]) => what === 'FAILED')?.[3]).toBe('EFBIG')
    expect(ledger.count('CLOSED')).toBe(1)
    expect(await ledger.missing()).toEqual([])
  })

  test('and it would be noticed if what the disk refuses were taken for written', {
    timeout: 300_000,
  }, async () => {
    await starve('deaf-write', false)
    expect(await ledger.missing()).not.toEqual([])
  })
})

const mountSmall = (folder: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder]).status === 0

const trial = mkdtempSync(join(tmpdir(), 'yanke-mount-'))
const mayMount = mountSmall(trial)
if (mayMount) execFileSync('umount', [trial])
rmSync(trial, { recursive: true })

describe.skipIf(!mayMount)('[DR8] a disk without room', () => {
  test('an append throws, nothing of it stays, and with room again all goes on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yanke-full-'))
    mountSmall(folder)
    const dataDir = join(folder, 'data')
    const name = docName('plan', 'document1')
    const open = () => embeddedDocStore({ dataDir, log: quietLog })
    mkdirSync(dataDir)
    let store = await open()
    try {
      const meta = { epoch: 'epoch-1', schemaVersion: 1, createdAtMs: 1 }
      await store.create(meta, { name, updates: [], claims: [], fence: 0 })
      let seq = 0
      const append = () => {
        const update = Buffer.from(`edit ${seq + 1} ${'x'.repeat(3000)}`)
        const updates = [{ seq: seq + 1, atMs: 1, authorId: null, update }]
        const { durable } = store.append([{ name, updates, claims: [], fence: 0 }])
        seq += 1
        return durable
      }
      for (let round = 0; round < ROUNDS; round += 1) {
        await append()
        const filler = join(folder, 'filler')
        try {
          writeFileSync(filler, Buffer.alloc(4 << 20))
        } catch {
          // Full now.
        }
        const fill = () => {
          for (let i = 0; i < 3000; i += 1) void append()
        }
        expect(fill).toThrow(/ENOSPC/)
        expect((await store.load(name))?.lastSeq).toBe(seq)
        // Whatever room the database's log still has of its own, a thousand documents do not fit.
        const made = await Promise.allSettled(
          Array.from({ length: 1000 }, (_, i) => {
            const other = docName('plan', `other-${round}-${i}`)
            return store.create(meta, { name: other, updates: [], claims: [], fence: 0 })
          }),
        )
        const refused = made.filter((one) => one.status === 'rejected')
        expect(refused[0]?.reason).toMatchObject({ code: 'storage-full' })
        rmSync(filler)
        await append()
        await store.flush()
        expect((await store.load(name))?.updates).toHaveLength(seq)
      }
      await store.close()
      store = await open()
      const loaded = await store.load(name)
      expect(loaded).toMatchObject({ lastSeq: seq, setAside: [] })
      expect(loaded?.updates).toHaveLength(seq)
    } finally {
      await store.close()
      execFileSync('umount', [folder])
      rmSync(folder, { recursive: true })
    }
  })
})
