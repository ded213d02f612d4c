import { useEffect, useRef, useState } from 'react'
import { sendPlayhead } from '#client/lib/feed/feedClient.ts'
import { useFeed } from '#client/lib/feed/useFeed.ts'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'
import type { RecordingId } from '#shared/ids.ts'

/** Where somebody else is in this recording. `atMs` was true when it arrived (`heardMs`). */
export type Playhead = {
  readonly userId: string
  readonly name: string
  readonly atMs: number
  readonly playing: boolean
}

/** Often enough to see that somebody moved, seldom enough for forty people in one recording. */
const TELL_EVERY_MS = 1000
/** Whoever has said nothing for so long has lost their connection without a word. */
const SILENT_AFTER_MS = 15_000

type Heard = Playhead & { readonly heardMs: number }

/** Others' playheads, and one's own told to them. Never stored. */
export const usePlayheads = (
  recordingId: RecordingId,
  clock: PlaybackClock,
): readonly Playhead[] => {
  const [heard, setHeard] = useState<readonly Heard[]>([])
  useFeed(`recording:${recordingId}`, (event) => {
    if (event.type === 'playhead.moved') {
      const { userId, name, atMs, playing } = event
      const head = { userId, name, atMs, playing, heardMs: performance.now() }
      setHeard((all) => [...all.filter((other) => other.userId !== userId), head])
    }
    if (event.type === 'playhead.left')
      setHeard((all) => all.filter((other) => other.userId !== event.userId))
  })
  const told = useRef<{ atMs: number; playing: boolean } | null>(null)
  useEffect(() => {
    const timer = setInterval(() => {
      const mine = { atMs: Math.round(clock.now()), playing: clock.playing() }
      const isNew = told.current?.atMs !== mine.atMs || told.current.playing !== mine.playing
      if (isNew) sendPlayhead(`recording:${recordingId}`, mine.atMs, mine.playing)
      told.current = mine
      const now = performance.now()
      setHeard((all) => {
        const alive = all.filter((head) => !head.playing || now - head.heardMs < SILENT_AFTER_MS)
        return alive.length === all.length ? all : alive
      })
    }, TELL_EVERY_MS)
    return () => clearInterval(timer)
  }, [recordingId, clock])
  return heard
}
