import { expect, type Page, test } from '@playwright/test'
import { clockErrorMs } from './recordedTime.ts'

type Track = {
  readonly site: string
  readonly parts: readonly {
    readonly partId: string
    readonly startMs: number
    readonly durationMs: number
  }[]
}

/** Places in a part that are looked at, as shares of its length: before and behind a reload. */
const PLACES = [0.15, 0.5, 0.9] as const

const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Both sites' pictures tell the time they were drawn at: their difference is the alignment error. */
export const expectAligned = async (
  page: Page,
  recording: { readonly recordingId: string; readonly tracks: readonly Track[] },
): Promise<void> => {
  const middle = new Map<string, number>()
  for (const track of recording.tracks) {
    const part = track.parts[0]
    if (!part) continue
    const url = `/api/recordings/${recording.recordingId}/parts/${part.partId}`
    const errors: number[] = []
    for (const share of PLACES) {
      const error = await clockErrorMs(
        page,
        { url, startMs: part.startMs },
        part.startMs + part.durationMs * share,
      )
      if (error !== null) errors.push(error)
    }
    expect(errors.length, `readable pictures of ${track.site}`).toBeGreaterThanOrEqual(2)
    middle.set(track.site, medianOf(errors))
    test.info().annotations.push({
      type: `${track.site}: picture behind the clock`,
      description: errors.map((error) => `${Math.round(error)} ms`).join(', '),
    })
  }
  expect(
    Math.abs((middle.get('near') ?? Number.NaN) - (middle.get('far') ?? Number.NaN)),
  ).toBeLessThanOrEqual(100)
}
