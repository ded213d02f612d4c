import type { SegmentId } from '#shared/ids.ts'
import { closeSegment, openSegment, putLevels, putSlice } from '#shared/recordings/contract.ts'
import { SLICE_HASH_HEADER, SLICE_TIME_HEADER } from '#shared/recordings/rules.ts'
import { call, send, urlOf } from '../api/call.ts'
import type { StoredSegment, StoredSlice } from './types.ts'

/** What the uploader asks of the server; a seam for its tests. */
export type SliceApi = {
  open(segment: StoredSegment): Promise<{ readonly received: readonly number[] }>
  put(segment: StoredSegment, slice: StoredSlice): Promise<void>
  levels(segment: StoredSegment, from: number, values: readonly number[]): Promise<void>
  close(segment: StoredSegment, end: NonNullable<StoredSegment['end']>): Promise<void>
}

const paramsOf = (segment: StoredSegment): { recordingId: string; segmentId: SegmentId } => ({
  recordingId: segment.recordingId,
  segmentId: segment.segmentId,
})

/** Hex SHA-256; null on plain http, where browsers offer none and the server computes its own. */
const hashOf = async (content: ArrayBuffer): Promise<string | null> => {
  if (!globalThis.crypto?.subtle) return null
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A request that neither answers nor fails is given up, so that the next attempt can begin. */
const TIMEOUT_MS = 60_000

export const sliceApi: SliceApi = {
  open: ({ segmentId, deviceId, site, view, startMs, mime, recordingId }) =>
    call(openSegment, {
      params: { recordingId },
      body: { segmentId, deviceId, site, view, startMs, mime },
    }),
  put: async (segment, slice) => {
    const hash = await hashOf(slice.content)
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(), TIMEOUT_MS)
    try {
      await send(
        urlOf(putSlice, { params: { ...paramsOf(segment), number: String(slice.number) } }),
        {
          method: 'PUT',
          body: slice.content,
          headers: {
            'content-type': 'application/octet-stream',
            [SLICE_TIME_HEADER]: String(Math.round(slice.atMs)),
            ...(hash ? { [SLICE_HASH_HEADER]: hash } : {}),
          },
          signal: abort.signal,
        },
      )
    } finally {
      clearTimeout(timer)
    }
  },
  levels: async (segment, fromIndex, values) => {
    await call(putLevels, {
      params: paramsOf(segment),
      body: { fromIndex, values: [...values] },
    })
  },
  close: async (segment, end) => {
    await call(closeSegment, { params: paramsOf(segment), body: end })
  },
}
