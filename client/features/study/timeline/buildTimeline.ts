import type { ClassroomEvent } from '#shared/classrooms/events.ts'
import type { PlanStep, Site } from '#shared/lessons/model.ts'
import type { TimeRange } from '#shared/time.ts'

export type StepSpan = TimeRange & {
  readonly index: number
  readonly title: string
  readonly plannedMs: number
}
export type PageSpan = TimeRange & { readonly page: number }
export type FloorSpan = TimeRange & { readonly site: Site }
export type InkTick = { readonly atMs: number; readonly site: Site }

/** What happened, as stretches of session time: everything the tiers draw, made once per recording. */
export type TimelineModel = {
  readonly range: TimeRange
  readonly steps: readonly StepSpan[]
  readonly planned: readonly (TimeRange & { readonly index: number })[]
  readonly pages: readonly PageSpan[]
  readonly ink: readonly InkTick[]
  readonly floor: readonly FloorSpan[]
}

/** Each change holds until the next one; two at one moment: the later holds. */
const spansUntilNext = <T extends { readonly atMs: number }>(
  changes: readonly T[],
  endMs: number,
): readonly (T & TimeRange)[] =>
  changes
    .map((change, i) => ({
      ...change,
      startMs: change.atMs,
      endMs: changes[i + 1]?.atMs ?? endMs,
    }))
    .filter((span) => span.endMs > span.startMs)

const stepsOf = (
  events: readonly ClassroomEvent[],
  plan: readonly PlanStep[],
  endMs: number,
): readonly StepSpan[] => {
  const changes = events.flatMap(({ atMs, data }) =>
    data.type === 'step.changed' ? [{ atMs, index: data.index, title: data.title }] : [],
  )
  return spansUntilNext(changes, endMs).map((span) => ({
    ...span,
    plannedMs: (plan[span.index]?.minutes ?? 0) * 60_000,
  }))
}

const plannedOf = (plan: readonly PlanStep[]): TimelineModel['planned'] => {
  let atMs = 0
  return plan.map((step, index) => {
    const startMs = atMs
    atMs += step.minutes * 60_000
    return { index, startMs, endMs: atMs }
  })
}

/** The event log as tiers. The near site has the floor until somebody takes it, page 1 is open. */
export const buildTimeline = (
  events: readonly ClassroomEvent[],
  plan: readonly PlanStep[],
  range: TimeRange,
): TimelineModel => {
  const sorted = [...events].sort((a, b) => a.atMs - b.atMs || a.seq - b.seq)
  const ended = sorted.filter(({ data }) => data.type === 'lesson.ended')
  const endMs = Math.max(range.startMs, ended[ended.length - 1]?.atMs ?? range.endMs)
  const pages = sorted.flatMap(({ atMs, data }) =>
    data.type === 'page.changed' ? [{ atMs, page: data.page }] : [],
  )
  const floor = sorted.flatMap(({ atMs, data }) =>
    data.type === 'floor.taken' ? [{ atMs, site: data.site }] : [],
  )
  const began = sorted.some(({ data }) => data.type === 'lesson.started')
  const firstPage = began && pages[0]?.atMs !== 0 ? [{ atMs: 0, page: 1 }] : []
  const firstFloor = began ? [{ atMs: 0, site: 'near' as const }] : []
  return {
    range,
    steps: stepsOf(sorted, plan, endMs),
    planned: plannedOf(plan),
    pages: spansUntilNext([...firstPage, ...pages], endMs),
    floor: spansUntilNext([...firstFloor, ...floor], endMs),
    ink: sorted.flatMap(({ atMs, data }) =>
      data.type === 'ink.drawn' ? [{ atMs, site: data.site }] : [],
    ),
  }
}

/** The stretch that holds at a moment, by halving: spans are sorted and do not overlap. */
export const spanAt = <S extends TimeRange>(spans: readonly S[], atMs: number): S | null => {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    const span = spans[middle]
    if (span && span.startMs <= atMs) low = middle + 1
    else high = middle
  }
  const span = spans[low - 1]
  return span && atMs < span.endMs ? span : null
}
