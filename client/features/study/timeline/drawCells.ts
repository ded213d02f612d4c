import type { StCode } from '#shared/study/model.ts'
import type { TimeRange } from '#shared/time.ts'
import type { Draw } from './TierCanvas.tsx'
import { type View, xOf } from './view.ts'

/** One coder's cells; `marked` are those two coders saw differently. */
export type CellRow = {
  readonly cells: readonly StCode[]
  readonly marked: ReadonlySet<number>
}

/** Cells carry letters, so that colour is never alone; disagreement is an amber line below. */
export const drawCells =
  (view: View, row: CellRow, recording: TimeRange, deltaMs: number): Draw =>
  (context, { height }, { colour }) => {
    context.textAlign = 'center'
    const first = Math.max(0, Math.floor((view.startMs - recording.startMs) / deltaMs))
    const last = Math.ceil((view.endMs - recording.startMs) / deltaMs)
    for (let k = first; k <= last; k += 1) {
      const startMs = recording.startMs + k * deltaMs
      if (startMs >= recording.endMs) break
      const left = xOf(view, startMs)
      const right = xOf(view, Math.min(startMs + deltaMs, recording.endMs))
      const width = Math.max(1, right - left - 2)
      const code = row.cells[k]
      if (!code) {
        context.strokeStyle = colour('--night-line')
        context.strokeRect(left + 0.5, 0.5, Math.max(1, width - 1), height - 4)
        continue
      }
      context.fillStyle = colour(code === 'T' ? '--night-ink' : '--night-line')
      context.fillRect(left, 0, width, height - 3)
      context.fillStyle = colour(code === 'T' ? '--night' : '--night-ink')
      if (width >= 10) context.fillText(code, left + width / 2, (height - 3) / 2 + 1)
      if (!row.marked.has(k)) continue
      context.fillStyle = colour('--night-amber')
      context.fillRect(left, height - 2, width, 2)
    }
  }
