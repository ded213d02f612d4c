import type { ErrorCode } from '#shared/errors/catalog.ts'
import type { BackOff } from './backOff.ts'
import type { UploadEnd } from './createUploader.ts'

/** How this page's resumed upload of one segment stands. */
export type UploadState = {
  /** `waiting`: tries again by itself; `stuck`: no repetition helps. */
  readonly phase: 'sending' | 'waiting' | 'stuck'
  readonly problem: ErrorCode | null
}

/** The resumed uploads of this page, for whoever shows them. */
export const createUploads = () => {
  const states = new Map<string, UploadState>()
  const running = new Map<string, BackOff>()
  return {
    begin: (segmentId: string, backOff: BackOff): void => {
      running.set(segmentId, backOff)
      states.set(segmentId, { phase: 'sending', problem: null })
    },
    tell: (segmentId: string, problem: ErrorCode | null): void => {
      states.set(segmentId, { phase: problem ? 'waiting' : 'sending', problem })
    },
    end: (segmentId: string, end: UploadEnd): void => {
      running.delete(segmentId)
      const problem = states.get(segmentId)?.problem ?? null
      if (end === 'stuck') states.set(segmentId, { phase: 'stuck', problem })
      else states.delete(segmentId)
    },
    stateOf: (segmentId: string): UploadState | null => states.get(segmentId) ?? null,
    /** Those that wait for their next attempt begin it now. */
    hurry: (): void => {
      for (const backOff of running.values()) backOff.wake()
    },
  }
}
export type Uploads = ReturnType<typeof createUploads>

export const uploads = createUploads()
