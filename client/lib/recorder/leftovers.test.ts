import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DeviceId, RecordingId, SegmentId } from '#shared/ids.ts'
import { ApiError } from '../api/apiError.ts'
import { listLeftovers } from './leftovers.ts'
import { resumeUploads } from './resumeUploads.ts'
import type { SliceApi } from './sliceApi.ts'
import { createSliceStore, type SliceStore } from './sliceStore.ts'
import type { StoredSegment } from './types.ts'
import { createUploads, type Uploads } from './uploads.ts'

const segmentOf = (id: string): StoredSegment => ({
  segmentId: id as SegmentId,
  recordingId: 'recording-001' as RecordingId,
  deviceId: 'device-0001' as DeviceId,
  site: 'far',
  view: 'room',
  startMs: 0,
  mime: 'video/webm',
  end: { sliceCount: 3, endMs: 3000 },
})

let store: SliceStore
let told: Uploads
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
  store = createSliceStore()
  told = createUploads()
})

const keep = async (id: string, slices: number): Promise<void> => {
  const segment = segmentOf(id)
  await store.putSegment(segment)
  for (let number = 0; number < slices; number++)
    await store.putSlice({
      ...{ segmentId: segment.segmentId, number, atMs: number * 1000, untilMs: 0 },
      content: new Uint8Array(100).buffer,
      levels: { fromIndex: 0, values: [] },
    })
}
const server = (put: SliceApi['put']): SliceApi => ({
  open: async () => ({ received: [] }),
  put,
  levels: async () => undefined,
  close: async () => undefined,
})

describe('what still waits on this device', () => {
  it('is counted and weighed, whoever sends it', async () => {
    await keep('segment-0001', 3)
    expect(await listLeftovers(store, told)).toEqual([
      {
        ...{ segmentId: 'segment-0001', recordingId: 'recording-001', site: 'far' },
        ...{ slices: 3, bytes: 300, phase: 'idle', problem: null },
      },
    ])
  })

  it('is gone when the server has it', async () => {
    await keep('segment-0002', 3)
    await resumeUploads(
      store,
      server(async () => undefined),
      told,
    )
    await expect.poll(() => listLeftovers(store, told)).toEqual([])
    expect(told.stateOf('segment-0002')).toBeNull()
  })

  it('stays, with the reason, when no repetition helps', async () => {
    await keep('segment-0003', 2)
    const refuse = async () => {
      throw new ApiError('recordings/no-longer-yours')
    }
    await resumeUploads(store, server(refuse), told)
    await expect
      .poll(async () => (await listLeftovers(store, told))[0])
      .toMatchObject({ slices: 2, phase: 'stuck', problem: 'recordings/no-longer-yours' })
  })

  it('waits and says why while the server has no room, and goes on when hurried', async () => {
    await keep('segment-0004', 1)
    let isFull = true
    const put = async () => {
      if (isFull) throw new ApiError('storage-full')
    }
    await resumeUploads(store, server(put), told)
    await expect
      .poll(async () => (await listLeftovers(store, told))[0])
      .toMatchObject({ slices: 1, phase: 'waiting', problem: 'storage-full' })
    isFull = false
    await expect
      .poll(async () => {
        told.hurry()
        return listLeftovers(store, told)
      })
      .toEqual([])
  })
})
