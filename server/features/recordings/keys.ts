import type { RecordingId, SegmentId } from '#shared/ids.ts'

/** Where one slice lies before it is assembled. */
export const sliceKey = (recordingId: RecordingId, segmentId: SegmentId, number: number): string =>
  `recordings/${recordingId}/raw/${segmentId}/${String(number).padStart(6, '0')}`

export const rawKey = (recordingId: RecordingId): string => `recordings/${recordingId}/raw`

export const partKey = (recordingId: RecordingId, partId: string, mime: string): string =>
  `recordings/${recordingId}/parts/${partId}.${mime.includes('mp4') ? 'mp4' : 'webm'}`

/** Beside a part: its holes, as JSON. */
export const gapsKey = (fileKey: string): string => `${fileKey}.gaps.json`
