import { instant } from '#server/platform/clock.ts'
import type { ClassroomEvent } from '#shared/classrooms/events.ts'
import type { Activity, Lesson, PlanStep } from '#shared/lessons/model.ts'
import type { Thread } from '#shared/plans/comments.ts'
import type { Recording } from '#shared/recordings/model.ts'
import type { ProcessPage } from '#shared/shares/model.ts'
import type { Mark, Pass } from '#shared/study/model.ts'
import { stCounts } from './stCounts.ts'

type Station = ProcessPage['stations'][number]

export type StationFacts = {
  readonly lesson: Lesson
  readonly steps: readonly PlanStep[]
  readonly threads: readonly Thread[]
  readonly characters: number
  readonly classroom: { readonly startedAtMs: number | null } | null
  readonly events: readonly ClassroomEvent[]
  readonly recording: Recording | null
  readonly marks: readonly Mark[]
  readonly passes: readonly Pass[]
  readonly activity: readonly Activity[]
}

const unique = (names: readonly string[]): string[] => [...new Set(names)]

const firstOf = (activity: readonly Activity[], kind: Activity['kind']): string | null =>
  activity
    .filter((line) => line.kind === kind)
    .map((line) => line.at)
    .sort()[0] ?? null

const draft = ({ lesson, activity, steps, characters }: StationFacts): Station => ({
  kind: 'draft',
  at: firstOf(activity, 'lesson.created'),
  people: unique(
    lesson.sites.flatMap((site) =>
      site.site === 'near' && site.teacher ? [site.teacher.name] : [],
    ),
  ),
  counts: {
    characters,
    steps: steps.length,
    minutes: steps.reduce((sum, step) => sum + step.minutes, 0),
  },
})

const discuss = ({ threads }: StationFacts): Station | null => {
  const messages = threads.flatMap((thread) => thread.messages)
  if (messages.length === 0) return null
  return {
    kind: 'discuss',
    at: messages.map((message) => message.at).sort()[0] ?? null,
    people: unique(messages.map((message) => message.authorName)),
    counts: {
      threads: threads.length,
      messages: messages.length,
      resolved: threads.filter((thread) => thread.resolvedBy).length,
    },
  }
}

const teach = ({ lesson, classroom, events }: StationFacts): Station | null => {
  if (!classroom || classroom.startedAtMs === null) return null
  const endMs = events.find(({ data }) => data.type === 'lesson.ended')?.atMs ?? null
  const floorChanges = events.filter(({ data }) => data.type === 'floor.taken').length
  return {
    kind: 'teach',
    at: instant(classroom.startedAtMs),
    people: unique(lesson.sites.flatMap((site) => (site.teacher ? [site.teacher.name] : []))),
    counts: {
      floorChanges,
      strokes: events.filter(({ data }) => data.type === 'ink.drawn').length,
      ...(endMs === null ? {} : { seconds: Math.round(endMs / 1000) }),
    },
  }
}

const record = ({ recording }: StationFacts): Station | null =>
  recording
    ? {
        kind: 'record',
        at: recording.createdAt,
        people: [],
        counts: {
          seconds: Math.round((recording.endMs - recording.startMs) / 1000),
          tracks: recording.tracks.length,
        },
      }
    : null

const study = ({ marks, passes, recording }: StationFacts): Station | null => {
  if (marks.length === 0 && passes.length === 0) return null
  return {
    kind: 'study',
    at:
      [...marks.map((mark) => mark.createdAt), ...passes.map((pass) => pass.updatedAt)].sort()[0] ??
      null,
    people: unique([
      ...marks.map((mark) => mark.authorName),
      ...passes.map((pass) => pass.coderName),
    ]),
    counts: {
      marks: marks.length,
      passes: passes.length,
      ...(recording ? stCounts(passes, recording) : {}),
    },
  }
}

const archive = ({ lesson, activity }: StationFacts): Station | null =>
  lesson.stage === 'archive'
    ? { kind: 'archive', at: firstOf(activity, 'lesson.archived'), people: [], counts: {} }
    : null

/** The lesson's way in order: 初备 研讨 上课 录像 研课 归档; what has not happened is left out. */
export const stationsOf = (facts: StationFacts): Station[] =>
  [draft, discuss, teach, record, study, archive].flatMap((make) => make(facts) ?? [])
