import { type PointerEvent, useCallback, useRef, useState } from 'react'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'
import type { TimeRange } from '#shared/time.ts'
import type { TimelineModel } from './buildTimeline.ts'
import type { WindowControl } from './createWindow.ts'
import { drawOverview } from './drawTiers.ts'
import { PlayheadLine } from './PlayheadLine.tsx'
import { TierCanvas } from './TierCanvas.tsx'
import styles from './Timeline.module.css'
import { msOf, type View, xOf } from './view.ts'

const OVERVIEW_HEIGHT = 46

/** How near to an edge of the window a press takes that edge, in px; wider than the handle looks. */
const GRIP = 10

type Drag = { readonly part: 'start' | 'end' | 'whole'; readonly offsetMs: number }

const partAt = (view: View, window: TimeRange, x: number): Drag['part'] | null => {
  const left = xOf(view, window.startMs)
  const right = xOf(view, window.endMs)
  if (Math.abs(x - right) < GRIP) return 'end'
  if (Math.abs(x - left) < GRIP) return 'start'
  return x > left && x < right ? 'whole' : null
}

/** The whole lesson, plan over actual, with the window the tiers below show: drag it, or its ends. */
export const Overview = (props: {
  readonly view: View
  /** What the tiers below show. */
  readonly window: TimeRange
  readonly model: TimelineModel
  readonly current: number | null
  readonly openMarks: readonly { readonly startMs: number }[]
  readonly clock: PlaybackClock
  readonly control: WindowControl
}) => {
  const { view, window, model, current, openMarks, clock, control } = props
  const draw = useCallback(
    (...given: Parameters<ReturnType<typeof drawOverview>>) =>
      drawOverview(view, model, current, openMarks)(...given),
    [view, model, current, openMarks],
  )
  const drag = useRef<Drag | null>(null)
  const [isDragging, setDragging] = useState(false)
  const at = (event: PointerEvent<HTMLDivElement>): number =>
    event.clientX - event.currentTarget.getBoundingClientRect().left
  const down = (event: PointerEvent<HTMLDivElement>): void => {
    const x = at(event)
    const pressedMs = msOf(view, x)
    const part = partAt(view, window, x)
    event.currentTarget.setPointerCapture(event.pointerId)
    const half = (window.endMs - window.startMs) / 2
    if (!part) {
      clock.seek(pressedMs)
      control.show(pressedMs - half, pressedMs + half)
    }
    drag.current = { part: part ?? 'whole', offsetMs: part ? pressedMs - window.startMs : half }
    setDragging(true)
  }
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (!drag.current) return
    const ms = msOf(view, at(event))
    const { part, offsetMs } = drag.current
    if (part === 'start') control.show(Math.min(ms, window.endMs - 4000), window.endMs)
    if (part === 'end') control.show(window.startMs, Math.max(ms, window.startMs + 4000))
    const length = window.endMs - window.startMs
    if (part === 'whole') control.show(ms - offsetMs, ms - offsetMs + length)
  }
  const up = (): void => {
    drag.current = null
    setDragging(false)
  }
  return (
    <div
      className={styles.overview}
      data-dragging={isDragging}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
    >
      <TierCanvas width={view.width} height={OVERVIEW_HEIGHT} draw={draw} />
      <div
        className={styles.window}
        style={{
          left: xOf(view, window.startMs),
          width: xOf(view, window.endMs) - xOf(view, window.startMs),
        }}
      />
      <PlayheadLine clock={clock} view={view} />
    </div>
  )
}
