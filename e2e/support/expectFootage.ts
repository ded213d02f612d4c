import { expect, type Page } from '@playwright/test'
import { lengthOf } from './recordedTime.ts'

type Part = { readonly partId: string; readonly startMs: number }
type Track = { readonly site: string; readonly view: string; readonly parts: readonly Part[] }

/** Both rooms were filmed, each by the camera it was said to be, from the moment it began to the moment all were stopped. */
export const expectFootage = async (
  page: Page,
  film: {
    readonly recording: { readonly recordingId: string; readonly tracks: readonly Track[] }
    /** When something happened, on the session clock. */
    readonly atMs: (type: string) => number
    readonly note: (type: string, description: string) => void
  },
): Promise<void> => {
  const { recording, atMs, note } = film
  expect(recording.tracks.map(({ site }) => site).sort()).toEqual(['far', 'near'])
  // What each camera was said to show; only a teacher’s may ever be shared.
  const views = recording.tracks.map(({ site, view }) => `${site} ${view}`)
  expect(views.sort()).toEqual(['far room', 'near teacher'])
  for (const { site, parts } of recording.tracks) {
    expect(parts).toHaveLength(1)
    const [part] = parts
    if (!part) continue
    const { durationMs, seekableToMs } = await lengthOf(
      page,
      `/api/recordings/${recording.recordingId}/parts/${part.partId}`,
    )
    const trueMs = atMs('recording.stopped') - part.startMs
    note(`${site}: length against the truth`, `${Math.round(durationMs)} of ${trueMs} ms`)
    expect(Math.abs(durationMs - trueMs)).toBeLessThanOrEqual(300)
    expect(Math.abs(seekableToMs - durationMs)).toBeLessThanOrEqual(300)
    expect(part.startMs - atMs('recording.started')).toBeLessThanOrEqual(2_000)
  }
}
