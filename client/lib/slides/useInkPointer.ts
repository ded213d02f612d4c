import { type PointerEvent, type RefObject, useRef } from 'react'
import type { InkStroke } from '#shared/classrooms/model.ts'
import type { Site } from '#shared/lessons/model.ts'
import { hitStroke } from './hitStroke.ts'
import { inkPath } from './inkPath.ts'

/** Places are shares of the slide, 0…1. */
export type InkDrawing = {
  readonly tool: 'pen' | 'eraser'
  readonly site: Site
  /** Share of the slide's width. */
  readonly width: number
  onStart(x: number, y: number): void
  onPoint(x: number, y: number): void
  onEnd(): void
  /** The eraser touched a stroke; whether it may go is the owner's to say. */
  onErase(stroke: InkStroke): void
}

/** All places the pen went through since the last event; one where the browser keeps none. */
const pathOf = (event: PointerEvent): readonly { clientX: number; clientY: number }[] => {
  const native = event.nativeEvent
  const between = native.getCoalescedEvents?.() ?? []
  return between.length > 0 ? between : [native]
}

const share = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1e4) / 1e4

/** Turns pointer events into ink. What the hand draws is on the screen before anything is sent. */
export const useInkPointer = (props: {
  readonly drawing: InkDrawing | undefined
  readonly live: RefObject<SVGPathElement | null>
  readonly ratio: number
  readonly strokes: readonly InkStroke[]
}) => {
  const { drawing, live, ratio, strokes } = props
  const points = useRef<number[]>([])
  const pointerId = useRef<number | null>(null)

  const places = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    return pathOf(event).map(
      ({ clientX, clientY }) =>
        [share((clientX - box.left) / box.width), share((clientY - box.top) / box.height)] as const,
    )
  }
  const erase = (event: PointerEvent): void => {
    for (const [x, y] of places(event)) {
      const hit = hitStroke(strokes, x, y, ratio)
      if (hit) drawing?.onErase(hit)
    }
  }
  const show = (): void => live.current?.setAttribute('d', inkPath(points.current, ratio))

  const onPointerDown = (event: PointerEvent): void => {
    if (!drawing || pointerId.current !== null || event.button !== 0) return
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    pointerId.current = event.pointerId
    if (drawing.tool === 'eraser') {
      erase(event)
      return
    }
    const [x, y] = places(event)[0] ?? [0, 0]
    points.current = [x, y, 0]
    show()
    drawing.onStart(x, y)
  }
  const onPointerMove = (event: PointerEvent): void => {
    if (!drawing || pointerId.current !== event.pointerId) return
    if (drawing.tool === 'eraser') {
      erase(event)
      return
    }
    for (const [x, y] of places(event)) {
      points.current.push(x, y, 0)
      drawing.onPoint(x, y)
    }
    show()
  }
  const onPointerUp = (event: PointerEvent): void => {
    if (pointerId.current !== event.pointerId) return
    pointerId.current = null
    if (drawing?.tool === 'pen') drawing.onEnd()
    points.current = []
    show()
  }
  return {
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onPointerCancel: onPointerUp,
    onLostPointerCapture: onPointerUp,
  }
}
