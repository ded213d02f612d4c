import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'
import type { Site } from '#shared/lessons/model.ts'
import { PART_PATH } from '#shared/recordings/contract.ts'
import type { Part } from '#shared/recordings/model.ts'
import { createPlayerClock } from './createPlayerClock.ts'
import { syncVideos } from './syncVideos.ts'
import type { PlayerRecording, PlayerTrack, SiteState } from './types.ts'

const order: readonly Site[] = ['near', 'far']

/** `/api/recordings/…/parts/…`, for whoever sees the lesson. */
const ownUrl = (recordingId: string, part: Part): string =>
  `/api${PART_PATH.replace(':recordingId', recordingId).replace(':partId', part.partId)}`

/** New parts (a late device was joined in) are new pictures; the same ones again are not. */
const signatureOf = (tracks: readonly PlayerTrack[]): string =>
  tracks.map(({ site, parts }) => `${site}:${parts.map((part) => part.partId).join()}`).join(';')

export type Player = {
  /** The one clock of the page. */
  readonly clock: PlaybackClock
  readonly endMs: number
  /** Near first: the first that has a picture drives. */
  readonly tracks: readonly PlayerTrack[]
  readonly states: readonly SiteState[]
  readonly videos: RefObject<Map<number, HTMLVideoElement>>
  /** Called by the pictures when their elements are there; ends with the returned function. */
  readonly attach: () => () => void
  readonly signature: string
}

/**
 * A recording's clock and what its pictures need; hand it to `TwoSitePlayer` and `Transport`.
 * `partUrl`: guests' parts carry their own address.
 */
export const usePlayer = <P extends Part>(
  recording: PlayerRecording<P>,
  partUrl?: (part: P) => string,
): Player => {
  const { startMs, endMs } = recording
  const [clock] = useState(() => createPlayerClock({ startMs, endMs }))
  const [states, setStates] = useState<readonly SiteState[]>([])
  const videos = useRef(new Map<number, HTMLVideoElement>())
  const latest = useRef({ recording, partUrl })
  useEffect(() => {
    latest.current = { recording, partUrl }
  })
  useEffect(() => clock.setRange({ startMs, endMs }), [clock, startMs, endMs])
  const tracks = [...recording.tracks].sort((a, b) => order.indexOf(a.site) - order.indexOf(b.site))
  const signature = signatureOf(tracks)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature says when tracks differ
  const attach = useMemo(
    () => () => {
      const players = tracks.flatMap((track, index) => {
        const video = videos.current.get(index)
        return video ? [{ track, video }] : []
      })
      const urlOf = (part: P): string =>
        latest.current.partUrl?.(part) ?? ownUrl(latest.current.recording.recordingId ?? '', part)
      return syncVideos({ clock, players, partUrl: urlOf, onState: setStates })
    },
    [clock, signature],
  )
  return { clock, endMs, tracks, states, videos, attach, signature }
}
