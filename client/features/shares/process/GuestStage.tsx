import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTime } from '#client/lib/playback/formatTime.ts'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'
import { InkLayer } from '#client/lib/slides/InkLayer.tsx'
import { SlideView } from '#client/lib/slides/SlideView.tsx'
import { strokesAt } from '#client/lib/slides/strokesAt.ts'
import { IconButton } from '#client/ui/IconButton.tsx'
import type { ClassroomEvent } from '#shared/classrooms/events.ts'
import type { ProcessPage } from '#shared/shares/model.ts'
import { useClockMs } from '../useClockMs.ts'
import styles from './GuestStage.module.css'

const pageAt = (events: readonly ClassroomEvent[], atMs: number): number => {
  let page = 1
  for (const event of events)
    if (event.data.type === 'page.changed' && event.atMs <= atMs) page = event.data.page
  return page
}

/** The lesson as it ran: the slide and ink of the moment, the teachers' picture in its corner. */
export const GuestStage = (props: {
  readonly page: ProcessPage
  readonly clock: PlaybackClock
  readonly picture: ReactNode
}) => {
  const { clock } = props
  const { recording, slides } = props.page
  const { t } = useTranslation('shares')
  const atMs = useClockMs(clock)
  const events = useMemo(() => recording?.events ?? [], [recording])
  const page = pageAt(events, atMs)
  const strokes = useMemo(() => strokesAt(events, atMs, page), [events, atMs, page])
  if (!recording) return null
  return (
    <section className={`${styles.stage} night`} aria-label={t('station.record')}>
      {slides && (
        <SlideView
          fileId={slides.fileId}
          page={page}
          className={styles.slide}
          label={t('slide', { page })}
        >
          <InkLayer strokes={strokes} />
        </SlideView>
      )}
      {props.picture && <div className={styles.picture}>{props.picture}</div>}
      <div className={styles.transport}>
        <IconButton
          night
          size="m"
          icon={clock.playing() ? 'pause' : 'play'}
          label={t(clock.playing() ? 'pause' : 'play')}
          onClick={() => (clock.playing() ? clock.pause() : clock.play())}
        />
        <span className="num">{formatTime(atMs)}</span>
        <input
          type="range"
          className={styles.range}
          aria-label={t('seek')}
          aria-valuetext={formatTime(atMs)}
          min={recording.startMs}
          max={recording.endMs}
          step={1000}
          value={Math.round(atMs)}
          onChange={(event) => clock.seek(Number(event.target.value))}
        />
        <span className="num">{formatTime(recording.endMs)}</span>
      </div>
      {slides && <p className={styles.note}>{t('slideCount', { page, pages: slides.pages })}</p>}
    </section>
  )
}
