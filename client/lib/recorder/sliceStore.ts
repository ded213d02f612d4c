import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { SegmentId } from '#shared/ids.ts'
import type { StoredSegment, StoredSlice } from './types.ts'

interface Schema extends DBSchema {
  segments: { key: string; value: StoredSegment }
  slices: { key: [string, number]; value: StoredSlice; indexes: { bySegment: string } }
}

export type SliceStore = {
  putSegment(segment: StoredSegment): Promise<void>
  segments(): Promise<readonly StoredSegment[]>
  /** False when the device had no room: the slice is then kept in memory only. */
  putSlice(slice: StoredSlice): Promise<boolean>
  /** The lowest-numbered slice that is still here. */
  firstSlice(segmentId: SegmentId): Promise<StoredSlice | null>
  /** How many slices are here and what they weigh, read one by one: a lesson is not held in memory. */
  weigh(segmentId: SegmentId): Promise<{ readonly count: number; readonly bytes: number }>
  sizes(segmentId: SegmentId): Promise<readonly StoredSlice[]>
  deleteSlice(segmentId: SegmentId, number: number): Promise<void>
  deleteSegment(segmentId: SegmentId): Promise<void>
}

const open = (): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>('yanke-recorder', 1, {
    upgrade: (db) => {
      db.createObjectStore('segments', { keyPath: 'segmentId' })
      const slices = db.createObjectStore('slices', { keyPath: ['segmentId', 'number'] })
      slices.createIndex('bySegment', 'segmentId')
    },
  })

const byNumber = (a: StoredSlice, b: StoredSlice): number => a.number - b.number

const weigh = async (
  db: IDBPDatabase<Schema> | null,
  inMemory: readonly StoredSlice[],
  segmentId: SegmentId,
): Promise<{ readonly count: number; readonly bytes: number }> => {
  let count = inMemory.length
  let bytes = inMemory.reduce((sum, slice) => sum + slice.content.byteLength, 0)
  const index = db?.transaction('slices').store.index('bySegment')
  for (let at = await index?.openCursor(segmentId); at; at = await at.continue()) {
    count += 1
    bytes += at.value.content.byteLength
  }
  return { count, bytes }
}

/**
 * Slices and segments on this device until the server has them. What the disk refuses (full, private
 * window) stays in memory, so that recording and sending go on.
 */
export const createSliceStore = (database: Promise<IDBPDatabase<Schema>> = open()): SliceStore => {
  const segments = new Map<string, StoredSegment>()
  const memory = new Map<string, StoredSlice>()
  const keyOf = (segmentId: string, number: number): string => `${segmentId}/${number}`
  // A failed open is answered by memory, each time anew, never by an unhandled rejection.
  database.catch(() => undefined)

  const stored = async (segmentId: SegmentId): Promise<readonly StoredSlice[]> => {
    const db = await database.catch(() => null)
    const onDisk = db ? await db.getAllFromIndex('slices', 'bySegment', segmentId) : []
    const inMemory = [...memory.values()].filter((slice) => slice.segmentId === segmentId)
    return [...onDisk, ...inMemory].sort(byNumber)
  }

  return {
    putSegment: async (segment) => {
      segments.set(segment.segmentId, segment)
      try {
        await (await database).put('segments', segment)
      } catch {
        // Memory has it; a reload would lose it, which the snapshot says.
      }
    },
    segments: async () => {
      const db = await database.catch(() => null)
      const onDisk = db ? await db.getAll('segments') : []
      const all = new Map(onDisk.map((segment) => [segment.segmentId as string, segment]))
      for (const [id, segment] of segments) all.set(id, segment)
      return [...all.values()].sort((a, b) => a.startMs - b.startMs)
    },
    putSlice: async (slice) => {
      try {
        await (await database).put('slices', slice)
        return true
      } catch {
        memory.set(keyOf(slice.segmentId, slice.number), slice)
        return false
      }
    },
    firstSlice: async (segmentId) => {
      const inMemory = [...memory.values()]
        .filter((slice) => slice.segmentId === segmentId)
        .sort(byNumber)[0]
      const db = await database.catch(() => null)
      const range = IDBKeyRange.bound([segmentId, 0], [segmentId, Number.MAX_SAFE_INTEGER])
      const cursor = db ? await db.transaction('slices').store.openCursor(range) : null
      const onDisk = cursor?.value
      if (!onDisk || !inMemory) return onDisk ?? inMemory ?? null
      return onDisk.number < inMemory.number ? onDisk : inMemory
    },
    weigh: async (segmentId) => {
      const db = await database.catch(() => null)
      const own = [...memory.values()].filter((slice) => slice.segmentId === segmentId)
      return weigh(db, own, segmentId)
    },
    sizes: stored,
    deleteSlice: async (segmentId, number) => {
      memory.delete(keyOf(segmentId, number))
      const db = await database.catch(() => null)
      await db?.delete('slices', [segmentId, number])
    },
    deleteSegment: async (segmentId) => {
      for (const slice of await stored(segmentId)) memory.delete(keyOf(segmentId, slice.number))
      segments.delete(segmentId)
      const db = await database.catch(() => null)
      if (!db) return
      await db.delete(
        'slices',
        IDBKeyRange.bound([segmentId, 0], [segmentId, Number.MAX_SAFE_INTEGER]),
      )
      await db.delete('segments', segmentId)
    },
  }
}

let shared: SliceStore | null = null
/** One store for the page: recorder and resumed uploads must see the same memory. */
export const sliceStore = (): SliceStore => {
  shared ??= createSliceStore()
  return shared
}
