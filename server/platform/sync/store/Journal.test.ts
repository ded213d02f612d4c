import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { docName } from '#shared/sync/docName.ts'
import type { DocAppend } from '../DocStore.ts'
import { quietLog } from '../testing/quietLog.ts'
import {
  type EmbeddedDocStoreOptions,
  embeddedDocStore,
  journalFolder,
} from './embeddedDocStore.ts'
import { type FileOps, realFiles } from './FileOps.ts'
import { GroupSync } from './GroupSync.ts'

const NAME = docName('plan', 'document1')
const meta = { epoch: 'epoch-1', schemaVersion: 1, createdAtMs: 1 }
const appendOf = (...seqs: number[]): DocAppend => ({
  name: NAME,
  updates: seqs.map((seq) => ({
    seq,
    atMs: seq,
    authorId: null,
    update: Buffer.from(`edit ${seq}`),
  })),
  claims: [],
  fence: 0,
})
const count = (length: number, from = 1) => Array.from({ length }, (_, i) => i + from)

let dataDir: string
let closing: (() => Promise<void>)[]
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'yanke-journal-'))
  closing = []
})
afterEach(async () => {
  for (const close of closing) await close()
  rmSync(dataDir, { recursive: true })
})

const open = async (options: Partial<EmbeddedDocStoreOptions> = {}) => {
  const store = await embeddedDocStore({ dataDir, log: quietLog, ...options })
  let isClosed = false
  const close = async () => {
    if (!isClosed) await store.close()
    isClosed = true
  }
  closing.push(close)
  await store.create(meta, appendOf())
  return { ...store, close }
}
const segments = () => readdirSync(journalFolder(dataDir)).sort()
const seqsIn = async (store: Pick<Awaited<ReturnType<typeof open>>, 'load'>) =>
  (await store.load(NAME))?.updates.map(({ seq }) => seq)

describe('one fsync for many', () => {
  const group = () => {
    const underway: PromiseWithResolvers<void>[] = []
    const sync = new GroupSync({
      sync: () => {
        underway.push(Promise.withResolvers())
        return underway.at(-1)!.promise
      },
      gapMs: 1,
      onBroken: () => {},
    })
    return { sync, underway }
  }

  test('a lone request begins behind its turn; whoever comes meanwhile shares the next', async () => {
    const { sync, underway } = group()
    const first = sync.request()
    await Promise.resolve()
    expect(underway).toHaveLength(1)
    const second = sync.request()
    expect(sync.request()).toBe(second)
    expect(second).not.toBe(first)
    expect(underway).toHaveLength(1)
    underway[0]!.resolve()
    await first
    await vi.waitFor(() => expect(underway).toHaveLength(2))
    underway[1]!.resolve()
    await second
    expect(underway).toHaveLength(2)
  })

  test('after one failed nobody is told anything, and none is begun', async () => {
    const { sync, underway } = group()
    const told: string[] = []
    void sync.request().then(() => told.push('first'))
    await Promise.resolve()
    void sync.request().then(() => told.push('second'))
    underway[0]!.reject(new Error('EIO'))
    void sync.request().then(() => told.push('third'))
    await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).toEqual([])
    expect(underway).toHaveLength(1)
  })
})

describe('segments', () => {
  test('are closed when full, and removed when all of them is in the database', async () => {
    const store = await open({ segmentBytes: 200 })
    for (const seq of count(40)) await store.append([appendOf(seq)]).durable
    await store.flush()
    await vi.waitFor(() => expect(segments().length).toBeLessThanOrEqual(1))
    expect(await seqsIn(store)).toEqual(count(40))
    await store.close()
    expect(segments()).toEqual([])
  })

  test('what was put into the database already is not put there twice, however it was packed', async () => {
    const store = await open()
    store.append([appendOf(1, 2, 3)])
    store.append([appendOf(4)])
    const [segment = ''] = segments()
    const path = join(journalFolder(dataDir), segment)
    const kept = join(dataDir, 'kept')
    await store.flush()
    store.append([appendOf(5, 6)])
    await store.append([appendOf(7)]).durable
    copyFileSync(path, kept)
    await store.close()
    // As if the process had died before it could remove the segment.
    copyFileSync(kept, path)
    const again = await open()
    expect(await seqsIn(again)).toEqual(count(7))
    again.append([appendOf(8)])
    await again.flush()
    expect(segments()).not.toContain(segment === '000001.log' ? '' : segment)
    const history = await again.history(NAME, { afterSeq: 0, limit: 100 })
    expect(history.map(({ seq }) => seq)).toEqual(count(8))
  })

  test('half of what was packed together is in the database: the other half follows', async () => {
    const store = await open()
    store.append([appendOf(1, 2, 3)])
    await store.flush()
    await store.close()
    const late = await open()
    // A record that begins in what is stored and goes on beyond it.
    late.append([appendOf(2, 3, 4, 5)])
    expect(await seqsIn(late)).toEqual(count(5))
    await late.flush()
    expect(await seqsIn(late)).toEqual(count(5))
  })
})

describe('[DR8] a write that fails', () => {
  /** Fails as told; what it lets through is real. */
  const failing = () => {
    const faults = { writesAfterBytes: -1, truncate: false }
    const files: FileOps = {
      ...realFiles,
      write: (fd, bytes, from, position) => {
        if (faults.writesAfterBytes < 0) return realFiles.write(fd, bytes, from, position)
        if (from > 0 || faults.writesAfterBytes === 0) throw new Error('ENOSPC')
        const half = bytes.subarray(0, faults.writesAfterBytes)
        return realFiles.write(fd, half, 0, position)
      },
      truncate: (fd, length) => {
        if (faults.truncate) throw new Error('EIO')
        realFiles.truncate(fd, length)
      },
    }
    return { faults, files }
  }

  test.each([
    ['at its beginning', 0],
    ['in its head', 5],
    ['in its middle', 20],
  ])('%s: it throws, nothing stays, and the next one goes through', async (_where, after) => {
    const { faults, files } = failing()
    const store = await open({ files })
    await store.append([appendOf(1)]).durable
    const path = join(journalFolder(dataDir), segments()[0]!)
    const length = readFileSync(path).length
    faults.writesAfterBytes = after
    expect(() => store.append([appendOf(2)])).toThrow('ENOSPC')
    expect(readFileSync(path).length).toBe(length)
    expect(await seqsIn(store)).toEqual([1])
    faults.writesAfterBytes = -1
    await store.append([appendOf(2)]).durable
    expect(await seqsIn(store)).toEqual([1, 2])
  })

  test('and cannot be cut back: a new segment begins, and the torn one is read up to there', async () => {
    const { faults, files } = failing()
    const store = await open({ files })
    await store.append([appendOf(1)]).durable
    const [torn = ''] = segments()
    const kept = join(dataDir, 'kept')
    faults.writesAfterBytes = 20
    faults.truncate = true
    expect(() => store.append([appendOf(2)])).toThrow('ENOSPC')
    copyFileSync(join(journalFolder(dataDir), torn), kept)
    faults.writesAfterBytes = -1
    await store.append([appendOf(2)]).durable
    expect(await seqsIn(store)).toEqual([1, 2])
    await store.close()
    copyFileSync(kept, join(journalFolder(dataDir), torn))
    expect(await seqsIn(await open())).toEqual([1, 2])
  })

  test('of a new segment’s header: nothing is left behind', async () => {
    const { faults, files } = failing()
    const store = await open({ files })
    faults.writesAfterBytes = 3
    expect(() => store.append([appendOf(1)])).toThrow('ENOSPC')
    expect(segments()).toEqual([])
    faults.writesAfterBytes = -1
    await store.append([appendOf(1)]).durable
    expect(await seqsIn(store)).toEqual([1])
  })
})

test('[DR7] after a failed fsync nothing is acknowledged and nothing is taken', async () => {
  let isFailing = false
  const broken: unknown[] = []
  const files: FileOps = {
    ...realFiles,
    dataSync: (fd) => (isFailing ? Promise.reject(new Error('EIO')) : realFiles.dataSync(fd)),
  }
  const store = await embeddedDocStore({
    ...{ dataDir, log: quietLog, files },
    onBroken: (error) => broken.push(error),
  })
  await store.create(meta, appendOf())
  await store.append([appendOf(1)]).durable
  isFailing = true
  let isAcknowledged = false
  void store.append([appendOf(2)]).durable.then(() => {
    isAcknowledged = true
  })
  await vi.waitFor(() => expect(broken).toHaveLength(1))
  isFailing = false
  expect(() => store.append([appendOf(3)])).toThrow('broken')
  expect(isAcknowledged).toBe(false)
})

test('[DR19] a segment whose damage could not be copied stays, though all else of it is in the database', async () => {
  const store = await open()
  await store.append([appendOf(1)]).durable
  await store.flush()
  const path = join(journalFolder(dataDir), '000001.log')
  const at = statSync(path).size
  await store.append([appendOf(2)]).durable
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(4), 0, 4, at + 12)
  closeSync(file)
  // No copy can be put where a folder is.
  mkdirSync(`${path}.damaged`)
  expect(await seqsIn(store)).toEqual([1])
  await store.append([appendOf(3)]).durable
  await store.close()
  expect(statSync(path).size).toBeGreaterThan(at)
  rmdirSync(`${path}.damaged`)
  const again = await open()
  expect(await seqsIn(again)).toEqual([1, 3])
  await again.close()
  expect(segments()).toEqual(['000001.log.damaged'])
})

describe('[DR19] what an earlier process left', () => {
  /** Leaves a journal of so many records behind, as a killed process would. */
  const leave = async (records: number): Promise<string> => {
    const store = await open()
    for (const seq of count(records)) store.append([appendOf(seq)])
    await store.append([appendOf(records + 1)]).durable
    const [name = ''] = segments()
    const bytes = readFileSync(join(journalFolder(dataDir), name))
    await store.close()
    for (const end of ['', '-wal', '-shm'])
      rmSync(join(dataDir, `documents.sqlite${end}`), { force: true })
    const path = join(journalFolder(dataDir), name)
    writeFileSync(path, bytes)
    return path
  }

  test('is read', async () => {
    await leave(20)
    const store = await open()
    expect(await seqsIn(store)).toEqual(count(21))
  })

  test('a torn end is left out and the rest is there', async () => {
    const path = await leave(20)
    writeFileSync(path, readFileSync(path).subarray(0, -3))
    const store = await open()
    expect(await seqsIn(store)).toEqual(count(20))
    await store.flush()
    expect(segments()).toEqual([])
  })

  test('a damaged middle is set aside beside it, and what follows is read', async () => {
    const path = await leave(20)
    const bytes = readFileSync(path)
    bytes[bytes.indexOf('edit 10')]! ^= 1
    writeFileSync(path, bytes)
    const store = await open()
    expect(await seqsIn(store)).toEqual(count(21).filter((seq) => seq !== 10))
    await store.flush()
    expect(segments()).toEqual(['000001.log.damaged'])
    expect(readFileSync(`${path}.damaged`).equals(bytes)).toBe(true)
    await store.append([appendOf(22)]).durable
    // Its number is not given again, or the next one set aside would be written over it.
    expect(segments()).toContain('000002.log')
  })

  test('a damaged last record is no torn end: somebody was told that it is saved, so it is set aside', async () => {
    const path = await leave(20)
    const bytes = readFileSync(path)
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(path, bytes)
    const store = await open()
    expect(await seqsIn(store)).toEqual(count(20))
    await store.flush()
    expect(segments()).toEqual(['000001.log.damaged'])
    expect(readFileSync(`${path}.damaged`).equals(bytes)).toBe(true)
  })

  test('a file that is no journal at all is set aside, and the studio opens', async () => {
    const path = await leave(2)
    writeFileSync(path, 'nothing of ours')
    const store = await open()
    expect(await seqsIn(store)).toEqual([])
    await store.flush()
    expect(existsSync(`${path}.damaged`)).toBe(true)
  })
})
