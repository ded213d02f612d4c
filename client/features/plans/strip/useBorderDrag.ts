import { type PointerEvent, type RefObject, useRef, useState } from 'react'
import { moveBorder, sumMinutes } from '#shared/plans/minutes.ts'
import type { StripStep } from '../../../ui/StepStrip.tsx'

type Drag = { readonly index: number; readonly startX: number; readonly byMinutes: number }

export type BorderDrag = {
  readonly trackRef: RefObject<HTMLDivElement | null>
  /** As they would be if the border were let go now. */
  readonly steps: readonly StripStep[]
  readonly begin: (index: number, event: PointerEvent) => void
  readonly move: (event: PointerEvent) => void
  readonly end: () => void
  readonly cancel: () => void
  readonly nudge: (index: number, byMinutes: number) => void
}

const withBorderMoved = (
  steps: readonly StripStep[],
  index: number,
  byMinutes: number,
): readonly StripStep[] => {
  const [left, right] = [steps[index], steps[index + 1]]
  if (!left || !right) return steps
  const moved = moveBorder(left.minutes, right.minutes, byMinutes)
  return steps.map((step, i) => {
    if (i === index) return { ...step, minutes: moved.left }
    return i === index + 1 ? { ...step, minutes: moved.right } : step
  })
}

const changed = (before: readonly StripStep[], after: readonly StripStep[]) =>
  new Map(
    after
      .filter((step, i) => step.minutes !== before[i]?.minutes)
      .map((step) => [step.stepId, step.minutes]),
  )

/** Dragging previews here and is written once, on release: half minutes never flood the document. */
export const useBorderDrag = (
  steps: readonly StripStep[],
  onMinutes: ((changes: ReadonlyMap<string, number>) => void) | null,
): BorderDrag => {
  const trackRef = useRef<HTMLDivElement>(null)
  const [drag, setDrag] = useState<Drag | null>(null)
  const preview = drag ? withBorderMoved(steps, drag.index, drag.byMinutes) : steps
  const write = (after: readonly StripStep[]) => {
    const changes = changed(steps, after)
    if (changes.size > 0) onMinutes?.(changes)
  }
  return {
    trackRef,
    steps: preview,
    begin: (index, event) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      setDrag({ index, startX: event.clientX, byMinutes: 0 })
    },
    move: (event) => {
      const width = trackRef.current?.getBoundingClientRect().width
      if (!drag || !width) return
      const perPixel = sumMinutes(steps) / width
      setDrag({ ...drag, byMinutes: Math.round((event.clientX - drag.startX) * perPixel) })
    },
    end: () => {
      if (drag) write(preview)
      setDrag(null)
    },
    cancel: () => setDrag(null),
    nudge: (index, byMinutes) => write(withBorderMoved(steps, index, byMinutes)),
  }
}
