import { formatTime } from '#client/lib/playback/formatTime.ts'
import { talkBars } from '#shared/analytics/talkStrip.ts'
import type { Site } from '#shared/lessons/model.ts'
import type { Track } from '#shared/recordings/model.ts'
import type { TimeRange } from '#shared/time.ts'
import type { TimelineModel } from './buildTimeline.ts'
import type { ColourName } from './palette.ts'
import type { Draw } from './TierCanvas.tsx'
import { rulerTicks, type View, xOf } from './view.ts'

type Context = CanvasRenderingContext2D

/** Words inside a box, cut with an ellipsis; left out when not even two characters fit. */
export const fitText = (context: Context, text: string, room: number): string => {
  if (context.measureText(text).width <= room) return text
  let cut = text.length - 1
  while (cut > 1 && context.measureText(`${text.slice(0, cut)}…`).width > room) cut -= 1
  return cut > 1 ? `${text.slice(0, cut)}…` : ''
}

type Box = TimeRange & {
  readonly fill: string
  readonly ink: string
  readonly text: string
  /** Something else stands here: the words end before it. */
  readonly textUntilMs?: number
}

/** Stretches of time as boxes with their words at the left, kept in sight while the box is. */
const drawBoxes = (
  context: Context,
  view: View,
  boxes: readonly Box[],
  at: { readonly y: number; readonly height: number },
): void => {
  for (const box of boxes) {
    const left = Math.max(-4, xOf(view, box.startMs))
    const right = Math.min(view.width + 4, xOf(view, box.endMs))
    if (right - left < 1) continue
    context.fillStyle = box.fill
    context.fillRect(left, at.y, Math.max(1, right - left - 2), at.height)
    context.fillStyle = box.ink
    const textEnd = box.textUntilMs === undefined ? right : xOf(view, box.textUntilMs)
    const room = Math.min(right, textEnd) - Math.max(0, left) - 14
    context.fillText(
      fitText(context, box.text, room),
      Math.max(0, left) + 6,
      at.y + at.height / 2 + 1,
    )
  }
}

export const drawRuler =
  (view: View): Draw =>
  (context, { height }, { colour }) => {
    context.textAlign = 'center'
    for (const atMs of rulerTicks(view)) {
      const x = xOf(view, atMs)
      context.fillStyle = colour('--night-line')
      context.fillRect(x, height - 5, 1, 5)
      if (x < 16 || x > view.width - 16) continue
      context.fillStyle = colour('--night-ink-2')
      context.fillText(formatTime(atMs), x, height - 13)
    }
  }

export const drawSteps =
  (
    view: View,
    model: TimelineModel,
    current: number | null,
    words: { over(ms: number): string },
  ): Draw =>
  (context, { height }, { colour }) => {
    const boxes = model.steps.map((step) => ({
      ...step,
      text: `${step.index + 1} ${step.title}`,
      fill: colour(step.index === current ? '--celadon-deep' : '--night-3'),
      ink: colour('--night-ink'),
    }))
    drawBoxes(context, view, boxes, { y: 0, height })
    for (const step of model.steps) {
      const plannedEnd = step.startMs + step.plannedMs
      if (step.plannedMs === 0 || plannedEnd >= step.endMs) continue
      const x = xOf(view, plannedEnd)
      context.fillStyle = colour('--night-amber')
      context.fillRect(x, 0, 2, height)
      const text = words.over(step.endMs - plannedEnd)
      if (context.measureText(text).width + 12 < xOf(view, step.endMs) - x)
        context.fillText(text, x + 8, height / 2 + 1)
    }
  }

const siteColour: Readonly<Record<Site, ColourName>> = {
  near: '--night-near-deep',
  far: '--night-far-deep',
}

export const drawPages =
  (view: View, model: TimelineModel, words: { page(page: number): string }): Draw =>
  (context, { height }, { colour }) => {
    const boxes = model.pages.map((span) => ({
      ...span,
      text: words.page(span.page),
      textUntilMs: model.ink.find(({ atMs }) => atMs >= span.startMs)?.atMs ?? span.endMs,
      fill: colour('--night-3'),
      ink: colour('--night-ink-2'),
    }))
    drawBoxes(context, view, boxes, { y: 0, height })
    for (const { atMs, site } of model.ink) {
      context.fillStyle = colour(siteColour[site])
      context.fillRect(xOf(view, atMs) - 4, height / 2 - 4, 8, 8)
    }
  }

/** Diagonal lines where a site has no bytes: missing is not the same as silent. */
const hatch = (context: Context, left: number, right: number, height: number): void => {
  context.save()
  context.beginPath()
  context.rect(left, 0, right - left, height)
  context.clip()
  context.beginPath()
  for (let x = left - height; x < right; x += 6) {
    context.moveTo(x, height)
    context.lineTo(x + height, 0)
  }
  context.stroke()
  context.restore()
}

export const drawTalk =
  (view: View, track: Pick<Track, 'levels' | 'gaps'> | undefined, site: Site): Draw =>
  (context, { height }, { colour }) => {
    context.fillStyle = colour('--night-3')
    context.fillRect(0, height - 1, view.width, 1)
    const step = 4
    const bars = talkBars(track?.levels ?? null, view, Math.max(1, Math.floor(view.width / step)))
    context.fillStyle = colour(siteColour[site])
    bars.forEach((level, i) => {
      if (level === null || level < 1) return
      const tall = Math.max(1, (level / 100) * (height - 1))
      context.fillRect(i * step, height - 1 - tall, step - 1, tall)
    })
    context.strokeStyle = colour('--night-line')
    for (const gap of track?.gaps ?? [])
      hatch(context, xOf(view, gap.startMs), xOf(view, gap.endMs), height)
  }

export const drawFloor =
  (view: View, model: TimelineModel, schools: Readonly<Record<Site, string>>): Draw =>
  (context, { height }, { colour }) => {
    const boxes = model.floor.map((span) => ({
      ...span,
      text: schools[span.site],
      fill: colour(span.site === 'near' ? '--celadon-deep' : '--indigo-deep'),
      ink: colour('--night-ink'),
    }))
    drawBoxes(context, view, boxes, { y: 0, height })
  }

/** Plan over actual, on one scale from 上课 to the later of the two ends; open comments as dots above. */
export const drawOverview =
  (
    view: View,
    model: TimelineModel,
    current: number | null,
    openMarks: readonly { readonly startMs: number }[],
  ): Draw =>
  (context, _size, { colour }) => {
    const planned = model.planned.map((span) => ({
      ...span,
      text: '',
      fill: colour('--night-line'),
      ink: colour('--night-ink'),
    }))
    drawBoxes(context, view, planned, { y: 8, height: 11 })
    const actual = model.steps.map((span) => ({
      ...span,
      text: `${span.index + 1} ${span.title}`,
      fill: colour(span.index === current ? '--celadon' : '--night-3'),
      ink: colour('--night-ink'),
    }))
    drawBoxes(context, view, actual, { y: 23, height: 16 })
    context.fillStyle = colour('--night-amber')
    let lastX = Number.NEGATIVE_INFINITY
    for (const { startMs } of openMarks) {
      const x = Math.round(xOf(view, startMs))
      if (x - lastX < 3) continue
      lastX = x
      context.fillRect(x - 1, 3, 3, 3)
    }
  }
