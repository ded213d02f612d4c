import { type RefObject, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'
import type { Site } from '#shared/lessons/model.ts'
import type { Part } from '#shared/recordings/model.ts'
import { SiteVideo } from './SiteVideo.tsx'
import styles from './TwoSitePlayer.module.css'
import type { PlayerRecording } from './types.ts'
import { type Player, usePlayer } from './usePlayer.ts'

type Look = {
  /** What the two schools are called. */
  readonly names: Readonly<Record<Site, string>>
  /** `column`: below one another (replay's left column); `row`: side by side where there is room. */
  readonly layout?: 'column' | 'row'
}

type Own<P extends Part> = Look & {
  readonly recording: PlayerRecording<P>
  readonly partUrl?: (part: P) => string
  readonly onClock?: (clock: PlaybackClock) => void
  readonly clockRef?: RefObject<PlaybackClock | null>
}

const Pictures = ({ player, names, layout = 'column' }: Look & { readonly player: Player }) => {
  const { t } = useTranslation('recordings')
  const { tracks, states, videos, attach, clock } = player
  useEffect(attach, [attach])
  // Whoever leaves the page does not want to go on hearing it.
  useEffect(() => () => clock.pause(), [clock])
  return (
    <div className={styles.player} data-layout={layout}>
      {tracks.map((track, index) => {
        const name = track.view
          ? t(`view.${track.view}`, { name: names[track.site] })
          : names[track.site]
        return (
          <SiteVideo
            key={`${track.site}${track.view ?? ''}`}
            site={track.site}
            name={name}
            state={states[index] ?? 'absent'}
            videoRef={(element) => {
              if (element) videos.current.set(index, element)
              else videos.current.delete(index)
            }}
          />
        )
      })}
    </div>
  )
}

const OwnPlayer = <P extends Part>(props: Own<P>) => {
  const { recording, partUrl, onClock, clockRef, ...look } = props
  const player = usePlayer(recording, partUrl)
  const { clock } = player
  useEffect(() => {
    if (clockRef) clockRef.current = clock
    onClock?.(clock)
  }, [clock, clockRef, onClock])
  return <Pictures player={player} {...look} />
}

/**
 * Both classrooms on one clock: the near site drives, the far one follows. Either with a `player`
 * from `usePlayer`, or with a `recording`, and it hands out its clock by `onClock` or `clockRef`.
 */
export const TwoSitePlayer = <P extends Part>(
  props: (Look & { readonly player: Player }) | Own<P>,
) => ('player' in props ? <Pictures {...props} /> : <OwnPlayer {...props} />)
