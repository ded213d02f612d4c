import { join } from 'node:path'
import { type OpenRun, openRun } from './openRun.ts'
import { runsOf } from './runsOf.ts'
import { openSlices } from './SliceSource.ts'
import { type PartInMaking, startPart } from './startPart.ts'
import type { MadePart, ReadSlice, TrackJob } from './types.ts'

/** Codecs whose silence we cannot write get a new file after a hole this long. */
const LONGEST_UNFILLED_MS = 1000

const fits = (part: PartInMaking, run: OpenRun): boolean =>
  part.signature === run.signature &&
  (part.fillsSilence || run.zeroMs - part.reachedMs() < LONGEST_UNFILLED_MS)

/**
 * Joins a site's segments into as few seekable files as their codecs allow, without decoding: time
 * stamps are moved to the session clock, holes in the sound are filled with silence, and what cannot
 * be read is left out and reported. Throws only when writing fails.
 */
export const makeParts = async (
  job: TrackJob,
  folder: string,
  read: ReadSlice,
  onProgress: (done: number) => void,
): Promise<readonly MadePart[]> => {
  const total = job.segments.flatMap((segment) => segment.slices).reduce((n, s) => n + s.bytes, 1)
  let seen = 0
  const onBytes = (bytes: number): void => {
    seen += bytes
    onProgress(Math.min(1, seen / total))
  }
  const made: MadePart[] = []
  let current: PartInMaking | null = null
  let count = 0
  const finish = async (): Promise<void> => {
    const part = await current?.finish()
    if (part) made.push(part)
    current = null
  }
  for (const segment of [...job.segments].sort((a, b) => a.startMs - b.startMs)) {
    for (const slices of runsOf(segment.slices)) {
      const source = await openSlices(segment, slices, read)
      const run = source && (await openRun(source, segment.mime, segment.startMs))
      if (!run) continue
      try {
        if (current && !fits(current, run)) await finish()
        current ??= await startPart(join(folder, `${count++}.${run.container}`), run)
        await current.add(run, job.untilMs, onBytes)
      } finally {
        run.dispose()
      }
    }
  }
  await finish()
  return made
}
