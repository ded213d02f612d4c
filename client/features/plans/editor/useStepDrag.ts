import { type DragEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import type { StepTarget } from './stepEditing.ts'

/** What an entry that can be dragged, and dropped on, needs. */
export type StepDrag = {
  /** Where a line shows that the step would go; null for all other entries. */
  sideOver(stepId: string): StepTarget['side'] | null
  isDragged(stepId: string): boolean
  propsOf(stepId: string): object
}

const sideIn = ({ currentTarget, clientY }: DragEvent<HTMLElement>): StepTarget['side'] => {
  const { top, height } = currentTarget.getBoundingClientRect()
  return clientY < top + height / 2 ? 'before' : 'after'
}

/**
 * Steps are dragged to another place in their list, or moved there with Alt+Shift+arrows. Null `onMove`:
 * nothing can be moved.
 */
export const useStepDrag = (
  order: readonly string[],
  onMove: ((stepId: string, target: StepTarget) => void) | null,
): StepDrag | null => {
  const [dragged, setDragged] = useState<string | null>(null)
  const [over, setOver] = useState<StepTarget | null>(null)
  const moved = useRef<HTMLElement | null>(null)
  // A node that React has moved has lost the caret of whoever moved it by keys.
  useLayoutEffect(() => {
    moved.current?.focus()
    moved.current = null
  })
  if (!onMove) return null
  const end = (): void => {
    setDragged(null)
    setOver(null)
  }
  const onKeyDown = (stepId: string) => (event: KeyboardEvent<HTMLElement>) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (by === 0 || !event.altKey || !event.shiftKey) return
    event.preventDefault()
    const neighbour = order[order.indexOf(stepId) + by]
    if (neighbour === undefined) return
    moved.current = event.currentTarget
    onMove(stepId, { stepId: neighbour, side: by < 0 ? 'before' : 'after' })
  }
  return {
    sideOver: (stepId) => (over?.stepId === stepId && dragged !== stepId ? over.side : null),
    isDragged: (stepId) => dragged === stepId,
    propsOf: (stepId) => ({
      draggable: true,
      'aria-keyshortcuts': 'Alt+Shift+ArrowUp Alt+Shift+ArrowDown',
      onKeyDown: onKeyDown(stepId),
      onDragStart: (event: DragEvent<HTMLElement>) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', '')
        setDragged(stepId)
      },
      onDragOver: (event: DragEvent<HTMLElement>) => {
        if (dragged === null) return
        event.preventDefault()
        const side = sideIn(event)
        if (over?.stepId !== stepId || over.side !== side) setOver({ stepId, side })
      },
      onDrop: (event: DragEvent<HTMLElement>) => {
        event.preventDefault()
        if (dragged !== null && dragged !== stepId) onMove(dragged, { stepId, side: sideIn(event) })
        end()
      },
      onDragEnd: end,
    }),
  }
}
