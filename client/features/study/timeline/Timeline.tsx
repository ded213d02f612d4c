import { type PointerEvent, useMemo, useRef, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTenths, formatTime } from '#client/lib/playback/formatTime.ts'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'
import { classes } from '#client/ui/classes.ts'
import { usePlayheadMs } from '../replay/useClockFrame.ts'
import type { Playhead } from '../replay/usePlayheads.ts'
import type { WindowControl } from './createWindow.ts'
import { drawRuler } from './drawTiers.ts'
import { OtherPlayheads } from './OtherPlayheads.tsx'
import { Overview } from './Overview.tsx'
import { PlayheadLine } from './PlayheadLine.tsx'
import { TierCanvas } from './TierCanvas.tsx'
import { Tiers, type TiersProps } from './Tiers.tsx'
import styles from './Timeline.module.css'
import { useWidth } from './useWidth.ts'
import { msOf } from './view.ts'

const RULER_HEIGHT = 34

/** The slider a reader or a keyboard has instead of the picture. */
const Scrubber = ({ clock, model }: { clock: PlaybackClock; model: TiersProps['model'] }) => {
  const { t } = useTranslation('study')
  const nowMs = usePlayheadMs(clock, 1000)
  return (
    <div
      className={styles.scrubber}
      role="slider"
      tabIndex={0}
      data-scrubber=""
      aria-label={t('timeline.playhead')}
      aria-valuemin={Math.floor(model.range.startMs / 1000)}
      aria-valuemax={Math.ceil(model.range.endMs / 1000)}
      aria-valuenow={Math.round(nowMs / 1000)}
      aria-valuetext={t('timeline.at', {
        now: formatTenths(nowMs),
        end: formatTime(model.range.endMs),
      })}
    />
  )
}

/** Press and drag anywhere on the tiers to hear that moment. */
const useScrub = (clock: PlaybackClock, view: TiersProps['view']) => {
  const isDown = useRef(false)
  const seek = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.querySelector('[data-track]')?.getBoundingClientRect()
    if (!box || event.clientX < box.left - 4) return
    const atMs = msOf(view, event.clientX - box.left)
    clock.seek(Math.min(Math.max(atMs, view.startMs), view.endMs))
  }
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      isDown.current = true
      event.currentTarget.setPointerCapture(event.pointerId)
      event.currentTarget.querySelector<HTMLElement>('[data-scrubber]')?.focus()
      seek(event)
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (isDown.current) seek(event)
    },
    onPointerUp: () => {
      isDown.current = false
    },
    onPointerCancel: () => {
      isDown.current = false
    },
  }
}

/** Everything that was recorded, on one clock. */
export const Timeline = (
  props: Omit<TiersProps, 'view'> & {
    readonly clock: PlaybackClock
    readonly control: WindowControl
    readonly heads: readonly Playhead[]
    readonly openMarks: readonly { readonly startMs: number }[]
  },
) => {
  const { t } = useTranslation('study')
  const { clock, control, model, heads, openMarks, current } = props
  const window = useSyncExternalStore(control.subscribe, control.getSnapshot)
  const track = useRef<HTMLDivElement>(null)
  const width = useWidth(track)
  const view = useMemo(() => ({ ...window, width }), [window, width])
  const whole = useMemo(() => {
    const planned = model.planned[model.planned.length - 1]?.endMs ?? 0
    return {
      startMs: model.range.startMs,
      endMs: Math.max(model.range.endMs, planned),
      width,
    }
  }, [model, width])
  const ruler = useMemo(() => drawRuler(view), [view])
  const scrub = useScrub(clock, view)
  return (
    <section className={classes(styles.timeline, 'num')} aria-label={t('timeline.label')}>
      <div className={styles.tier}>
        <span className={styles.twoLabels}>
          <span>{t('tier.planned')}</span>
          <span>{t('tier.actual')}</span>
        </span>
        <Overview {...{ view: whole, window, model, current, openMarks, clock, control }} />
      </div>
      <div className={styles.tracks} {...scrub}>
        <div className={styles.tier} style={{ height: RULER_HEIGHT }}>
          <span className={styles.label} data-part="ruler">
            {formatTime(window.startMs)}–{formatTime(window.endMs)}
          </span>
          <div className={styles.track} ref={track} data-track="">
            <TierCanvas width={width} height={RULER_HEIGHT} draw={ruler} />
            <Scrubber clock={clock} model={model} />
          </div>
        </div>
        <Tiers {...props} view={view} />
        <div className={styles.over}>
          <OtherPlayheads heads={heads} view={view} />
          <PlayheadLine clock={clock} view={view} flag onLeave={control.follow} />
        </div>
      </div>
    </section>
  )
}
