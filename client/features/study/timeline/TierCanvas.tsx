import { useEffect, useRef } from 'react'
import { type Palette, readPalette } from './palette.ts'

export type Draw = (
  context: CanvasRenderingContext2D,
  size: { readonly width: number; readonly height: number },
  palette: Palette,
) => void

/**
 * One tier's picture. It is drawn again when what it shows changes, never while the playhead moves:
 * the playhead is an element of its own above it. Hidden from readers, who get the tables.
 */
export const TierCanvas = ({
  width,
  height,
  draw,
}: {
  readonly width: number
  readonly height: number
  /** Keep it stable (useCallback): a new one draws again. */
  readonly draw: Draw
}) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context || width === 0) return
    const ratio = window.devicePixelRatio || 1
    element.width = Math.round(width * ratio)
    element.height = Math.round(height * ratio)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    const palette = readPalette(element)
    context.font = `12px ${palette.font}`
    context.textBaseline = 'middle'
    draw(context, { width, height }, palette)
  }, [width, height, draw])
  return (
    <div aria-hidden="true">
      <canvas ref={canvas} style={{ width, height }} />
    </div>
  )
}
