import { useEffect, useRef } from 'react'
import { formatTenths } from '#client/lib/playback/formatTime.ts'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'
import { useClockFrame } from '../replay/useClockFrame.ts'
import styles from './Timeline.module.css'
import { type View, xOf } from './view.ts'

/**
 * The white line through a set of tiers. Moved by a transform on every frame, outside React: nothing
 * else is drawn while a recording plays.
 */
export const PlayheadLine = (props: {
  readonly clock: PlaybackClock
  readonly view: View
  /** With its time in a flag; otherwise the bare line. */
  readonly flag?: boolean
  /** The playhead is outside the view while playing. */
  readonly onLeave?: (nowMs: number) => void
}) => {
  const { clock, view, onLeave } = props
  const line = useRef<HTMLDivElement>(null)
  const flag = useRef<HTMLSpanElement>(null)
  const place = (nowMs: number): void => {
    const x = xOf(view, nowMs)
    const isInside = x >= -1 && x <= view.width + 1
    if (!isInside && clock.playing()) onLeave?.(nowMs)
    if (!line.current) return
    line.current.style.visibility = isInside ? 'visible' : 'hidden'
    line.current.style.transform = `translateX(${x}px)`
    if (flag.current) flag.current.textContent = formatTenths(nowMs)
  }
  useClockFrame(clock, place)
  const latest = useRef(place)
  useEffect(() => {
    latest.current = place
  })
  // A new view moves the line even while the clock stands.
  useEffect(() => {
    if (view.width > 0) latest.current(clock.now())
  }, [clock, view])
  return (
    <div ref={line} className={styles.playhead} aria-hidden="true">
      {props.flag && <span ref={flag} className={styles.flag} />}
    </div>
  )
}
