import type { ErrorCode } from '#shared/errors/catalog.ts'
import { ApiError } from '../api/apiError.ts'
import type { BackOff } from './backOff.ts'
import type { SliceApi } from './sliceApi.ts'
import type { SliceStore } from './sliceStore.ts'
import type { StoredSegment, StoredSlice } from './types.ts'

/** Loudness is sent in pieces of about this many values (5 s). */
const LEVELS_AT_ONCE = 50

/** The server will never take this: waiting does not help. */
const finalCodes: readonly string[] = [
  'not-found',
  'forbidden',
  'conflict',
  'recordings/slice-mismatch',
  'recordings/no-longer-yours',
  'lessons/archived',
  'too-large',
]

export type UploadProgress = {
  readonly sent: number
  /** Slices that may not be kept: captured without consent or after the stop. */
  readonly dropped: number
  readonly problem: ErrorCode | null
}

type Parts = {
  readonly store: SliceStore
  readonly api: SliceApi
  readonly backOff: BackOff
  readonly segmentId: StoredSegment['segmentId']
  /** As it stands now: `end` appears when its recorder has stopped. */
  readonly segment: () => StoredSegment
  /** Its recorder died with its page: nothing follows what is stored. */
  readonly isOrphan: boolean
  readonly onProgress: (progress: UploadProgress) => void
}

/** `refused`: the server wants none of this segment. */
export type UploadEnd = 'done' | 'stuck' | 'refused'

const codeOf = (thrown: unknown): ApiError['code'] =>
  thrown instanceof ApiError ? thrown.code : 'offline'

/** Gathers loudness of sent slices and sends it now and then; losing some is no harm. */
const createLevels = ({ api, segment }: Pick<Parts, 'api' | 'segment'>) => {
  let fromIndex = 0
  let values: number[] = []
  const flush = async (): Promise<void> => {
    if (values.length === 0) return
    await api.levels(segment(), fromIndex, values)
    values = []
  }
  return {
    flush,
    add: async ({ levels }: StoredSlice): Promise<void> => {
      if (values.length === 0) fromIndex = levels.fromIndex
      while (fromIndex + values.length < levels.fromIndex) values.push(0)
      values.push(...levels.values)
      if (values.length >= LEVELS_AT_ONCE) await flush()
    },
  }
}

/** Lets the uploader sleep until something new is stored. */
const createBell = () => {
  let isRung = false
  let wake: () => void = () => undefined
  return {
    ring: (): void => {
      isRung = true
      wake()
    },
    wait: async (): Promise<void> => {
      if (!isRung)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      isRung = false
    },
  }
}

/** How far one segment is. */
const createState = ({ onProgress }: Parts) => {
  const state = { isOpen: false, sent: 0, dropped: 0, highest: -1, untilMs: 0 }
  return {
    ...{ state },
    tell: (problem: ErrorCode | null): void =>
      onProgress({ sent: state.sent, dropped: state.dropped, problem }),
  }
}

/**
 * Sends one segment's slices in order, deleting each only after the server has confirmed it; then
 * closes the segment. Goes on through lost networks, full disks and ended sessions; stops at what no
 * repetition can cure, and then everything stays on the device. `poke` after every new slice.
 */
export const createUploader = (parts: Parts) => {
  const { store, api, backOff, segmentId, segment } = parts
  const { state, tell } = createState(parts)
  const levels = createLevels(parts)
  const bell = createBell()

  const open = async (): Promise<void> => {
    const { received } = await api.open(segment())
    // Confirmed before a reload but not yet deleted here.
    for (const number of received) await store.deleteSlice(segmentId, number)
    state.sent = received.length
    state.highest = Math.max(-1, ...received)
    state.isOpen = true
    tell(null)
  }

  const sendSlice = async (slice: StoredSlice): Promise<void> => {
    state.highest = Math.max(state.highest, slice.number)
    state.untilMs = slice.untilMs
    try {
      await api.put(segment(), slice)
      state.sent += 1
    } catch (thrown) {
      if (codeOf(thrown) !== 'recordings/not-recording') throw thrown
      // What the server may not keep, this device may not either.
      state.dropped += 1
    }
    await store.deleteSlice(segmentId, slice.number)
    tell(null)
    await levels.add(slice)
  }

  const endOf = (): StoredSegment['end'] => {
    const { end, startMs } = segment()
    if (end || !parts.isOrphan) return end
    const sliceCount = state.highest + 1
    return { sliceCount, endMs: Math.max(state.untilMs, startMs + sliceCount * 1000) }
  }

  /** One step; true when the segment is finished. */
  const step = async (): Promise<boolean> => {
    if (!state.isOpen) await open()
    const slice = await store.firstSlice(segmentId)
    if (slice) {
      await sendSlice(slice)
      return false
    }
    const end = endOf()
    if (!end) {
      await bell.wait()
      return false
    }
    await levels.flush()
    await api.close(segment(), end)
    await store.deleteSegment(segmentId)
    return true
  }

  const run = async (): Promise<UploadEnd> => {
    for (;;) {
      try {
        if (await step()) return 'done'
        backOff.reset()
      } catch (thrown) {
        const code = codeOf(thrown)
        tell(code === 'offline' ? null : code)
        if (code === 'recordings/not-recording') {
          await store.deleteSegment(segmentId)
          return 'refused'
        }
        if (finalCodes.includes(code)) return 'stuck'
        await backOff.wait()
      }
    }
  }

  return { run, poke: bell.ring }
}
