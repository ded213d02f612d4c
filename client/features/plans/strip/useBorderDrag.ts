import { type PointerEvent, type RefObject, useRef, useState } from 'react'
import { moveBorder, sumMinutes } from '#shared/plans/minutes.ts'
import type { StripStep } from '../../../ui/StepStrip.tsx'

/** By their ids: others add and move steps while a border is being dragged. */
export type Border = { readonly leftId: string; readonly rightId: string }
type Drag = { readonly border: Border; readonly startX: number; readonly byMinutes: number }

export type BorderDrag = {
  readonly trackRef: RefObject<HTMLDivElement | null>
  /** As they would be if the border were let go now. */
  readonly steps: readonly StripStep[]
  readonly begin: (border: Border, event: PointerEvent) => void
  readonly move: (event: PointerEvent) => void
  readonly end: () => void
  readonly cancel: () => void
  readonly nudge: (border: Border, byMinutes: number) => void
}

const withBorderMoved = (
  steps: readonly StripStep[],
  { leftId, rightId }: Border,
  byMinutes: number,
): readonly StripStep[] => {
  const minutesOf = (id: string) => steps.find(({ stepId }) => stepId === id)?.minutes
  const [left, right] = [minutesOf(leftId), minutesOf(rightId)]
  if (left === undefined || right === undefined) return steps
  const moved = moveBorder(left, right, byMinutes)
  return steps.map((step) => {
    if (step.stepId === leftId) return { ...step, minutes: moved.left }
    return step.stepId === rightId ? { ...step, minutes: moved.right } : step
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
  const preview = drag ? withBorderMoved(steps, drag.border, drag.byMinutes) : steps
  const write = (after: readonly StripStep[]) => {
    const changes = changed(steps, after)
    if (changes.size > 0) onMinutes?.(changes)
  }
  return {
    trackRef,
    steps: preview,
    begin: (border, event) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      setDrag({ border, startX: event.clientX, byMinutes: 0 })
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
    nudge: (border, byMinutes) => write(withBorderMoved(steps, border, byMinutes)),
  }
}
