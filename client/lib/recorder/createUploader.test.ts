import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ErrorCode } from '#shared/errors/catalog.ts'
import type { DeviceId, RecordingId, SegmentId } from '#shared/ids.ts'
import { ApiError } from '../api/apiError.ts'
import type { BackOff } from './backOff.ts'
import { createUploader, type UploadProgress } from './createUploader.ts'
import type { SliceApi } from './sliceApi.ts'
import { createSliceStore, type SliceStore } from './sliceStore.ts'
import type { StoredSegment, StoredSlice } from './types.ts'

const segment: StoredSegment = {
  segmentId: 'segment-0001' as SegmentId,
  recordingId: 'recording-001' as RecordingId,
  deviceId: 'device-0001' as DeviceId,
  site: 'near',
  view: 'teacher',
  startMs: 1000,
  mime: 'video/webm',
  end: null,
}
const ended: StoredSegment = { ...segment, end: { sliceCount: 3, endMs: 4000 } }

const slice = (number: number): StoredSlice => ({
  segmentId: segment.segmentId,
  number,
  atMs: 1000 + number * 1000,
  untilMs: 2000 + number * 1000,
  content: new Uint8Array([number, number]).buffer,
  levels: { fromIndex: number * 10, values: Array.from({ length: 10 }, () => number) },
})

/** A server that can be told to fail; remembers what it has. */
const createServer = () => {
  const failures: (ErrorCode | 'offline')[] = []
  const kept = new Map<number, StoredSlice>()
  const levels: (readonly [number, number])[] = []
  const closed: unknown[] = []
  const refuse = (): void => {
    const code = failures.shift()
    if (code) throw new ApiError(code)
  }
  const api: SliceApi = {
    open: async () => {
      refuse()
      return { received: [...kept.keys()] }
    },
    put: async (_segment, own) => {
      refuse()
      kept.set(own.number, own)
    },
    levels: async (_segment, from, values) => void levels.push([from, values.length]),
    close: async (_segment, end) => {
      refuse()
      closed.push(end)
    },
  }
  return { api, failures, kept, levels, closed }
}

let store: SliceStore
let server: ReturnType<typeof createServer>
let told: UploadProgress[]
let waits: number
beforeEach(() => {
  store = createSliceStore()
  server = createServer()
  told = []
  waits = 0
})
afterEach(() => store.deleteSegment(segment.segmentId))

const backOff: BackOff = {
  reset: () => undefined,
  wake: () => undefined,
  wait: async () => {
    waits += 1
  },
}

const uploader = (own: () => StoredSegment, isOrphan = false) =>
  createUploader({
    store,
    api: server.api,
    backOff,
    segmentId: segment.segmentId,
    segment: own,
    isOrphan,
    onProgress: (progress) => told.push(progress),
  })

const keep = async (...numbers: readonly number[]): Promise<void> => {
  await store.putSegment(segment)
  for (const number of numbers) await store.putSlice(slice(number))
}

describe('sending a segment', () => {
  it('goes in order, forgets a slice only when it is confirmed, then closes', async () => {
    await keep(0, 1, 2)
    server.failures.push('offline', 'offline')
    expect(await uploader(() => ended).run()).toBe('done')
    expect([...server.kept.keys()]).toEqual([0, 1, 2])
    expect(server.closed).toEqual([ended.end])
    expect(server.levels).toEqual([[0, 30]])
    expect(await store.segments()).toEqual([])
    expect(waits).toBe(2)
    expect(told[told.length - 1]).toEqual({ sent: 3, dropped: 0, problem: null })
  })

  it('waits for what is still being recorded', async () => {
    await keep(0)
    let own: StoredSegment = segment
    const running = uploader(() => own)
    const run = running.run()
    await expect.poll(() => server.kept.size).toBe(1)
    expect(server.closed).toEqual([])
    await store.putSlice(slice(1))
    running.poke()
    await expect.poll(() => server.kept.size).toBe(2)
    own = { ...segment, end: { sliceCount: 2, endMs: 3000 } }
    running.poke()
    expect(await run).toBe('done')
  })

  it.each(['storage-full', 'internal', 'not-signed-in', 'too-many-requests'] as const)(
    '%s is waited out, with everything still here meanwhile',
    async (code) => {
      await keep(0, 1, 2)
      server.failures.push(code)
      const run = uploader(() => ended).run()
      expect(await run).toBe('done')
      expect(told.some((progress) => progress.problem === code)).toBe(true)
      expect(server.kept.size).toBe(3)
    },
  )

  it('stops at what no repetition cures and keeps the bytes', async () => {
    await keep(0, 1, 2)
    const open = server.api.put
    const api: SliceApi = {
      ...server.api,
      put: async (own, one) => {
        if (one.number === 1) throw new ApiError('recordings/slice-mismatch')
        await open(own, one)
      },
    }
    server = { ...server, api }
    expect(await uploader(() => ended).run()).toBe('stuck')
    expect((await store.sizes(segment.segmentId)).map((own) => own.number)).toEqual([1, 2])
  })

  it('drops a slice the server may not keep and goes on with the next', async () => {
    await keep(0, 1, 2)
    server.failures.push(...([undefined, undefined, 'recordings/not-recording'] as never[]))
    expect(await uploader(() => ended).run()).toBe('done')
    expect([...server.kept.keys()]).toEqual([0, 2])
    expect(told[told.length - 1]).toMatchObject({ sent: 2, dropped: 1 })
    expect(await store.sizes(segment.segmentId)).toEqual([])
  })

  it('forgets a segment that may not begin', async () => {
    await keep(0)
    server.failures.push('recordings/not-recording')
    expect(await uploader(() => ended).run()).toBe('refused')
    expect(await store.segments()).toEqual([])
  })
})

describe('after a reload', () => {
  it('sends only what the server lacks and closes where the recorder broke off', async () => {
    await keep(1, 2, 3)
    server.kept.set(0, slice(0))
    server.kept.set(1, slice(1))
    expect(await uploader(() => segment, true).run()).toBe('done')
    expect([...server.kept.keys()].sort()).toEqual([0, 1, 2, 3])
    expect(server.closed).toEqual([{ sliceCount: 4, endMs: 5000 }])
  })
})

describe('a device without room', () => {
  it('keeps slices in memory and sends them all the same', async () => {
    store = createSliceStore(Promise.reject(new DOMException('full', 'QuotaExceededError')))
    await store.putSegment(segment)
    expect(await store.putSlice(slice(0))).toBe(false)
    expect(await store.putSlice(slice(1))).toBe(false)
    expect(await uploader(() => ({ ...ended, end: { sliceCount: 2, endMs: 3000 } })).run()).toBe(
      'done',
    )
    expect([...server.kept.keys()]).toEqual([0, 1])
  })
})
