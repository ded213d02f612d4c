import { instant } from '#server/platform/clock.ts'
import type { ClassroomEvent } from '#shared/classrooms/events.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { Activity, Lesson } from '#shared/lessons/model.ts'
import type { Recording } from '#shared/recordings/model.ts'
import type { ProcessPage, ShareParts } from '#shared/shares/model.ts'
import type { Mark, Pass } from '#shared/study/model.ts'
import { actualStepMs } from './actualStepMs.ts'
import { isOpen } from './isOpen.ts'
import type { ShareDeps } from './ports.ts'
import type { ShareRow } from './repo.ts'
import { stationsOf } from './stationsOf.ts'

/** What happened in the room, without what names pupils' sites or people coming and going. */
const shownEvents = (events: readonly ClassroomEvent[]): readonly ClassroomEvent[] =>
  events
    .filter(({ data }) =>
      [
        'lesson.started',
        'lesson.ended',
        'step.changed',
        'page.changed',
        'ink.drawn',
        'ink.erased',
      ].includes(data.type),
    )
    .map((event) => ({ ...event, actorId: null, actorName: null }))

const recordingPart = (
  recording: Recording | null,
  events: readonly ClassroomEvent[],
  parts: ShareParts,
): ProcessPage['recording'] => {
  if (recording?.status !== 'ready') return null
  const tracks = parts.teacherVideo
    ? recording.tracks.filter((track) => track.view === 'teacher')
    : []
  if (tracks.length === 0 && !parts.slides) return null
  return {
    startMs: recording.startMs,
    endMs: recording.endMs,
    tracks: tracks.map((track) => ({
      site: track.site,
      parts: track.parts.map((part) => ({
        ...part,
        url: `/api/recordings/${recording.recordingId}/parts/${part.partId}`,
      })),
    })),
    events: parts.slides ? [...shownEvents(events)] : [],
  }
}

const findingsOf = (marks: readonly Mark[]): ProcessPage['findings'] =>
  marks
    .filter((mark) => mark.replyTo === null)
    .slice(0, 12)
    .map((mark) => ({ text: mark.text, author: mark.authorName, atMs: mark.startMs }))

const studied = async (deps: ShareDeps, recording: Recording | null) => {
  if (!recording) return { marks: [] as readonly Mark[], passes: [] as readonly Pass[] }
  const [marks, passes] = await Promise.all([
    deps.study.marks(recording.recordingId),
    deps.study.finishedPasses(recording.recordingId),
  ])
  return { marks, passes }
}

const gather = async (deps: ShareDeps, lesson: Lesson) => {
  const [steps, threads, classroom, recording, activity, summaries] = await Promise.all([
    deps.plans.steps(lesson.planId),
    deps.plans.threads(lesson.planId),
    deps.classrooms.latest(lesson.lessonId),
    deps.recordings.latest(lesson.lessonId),
    deps.lessons.activityOf(lesson.lessonId) as Promise<readonly Activity[]>,
    deps.plans.summaries([lesson.planId]),
  ])
  const events = classroom ? await deps.classrooms.events(classroom.classroomId) : []
  const characters = summaries.get(lesson.planId)?.characters ?? 0
  return {
    steps,
    threads,
    classroom,
    recording,
    activity,
    events,
    characters,
    ...(await studied(deps, recording)),
  }
}

/** Everything a guest sees, and nothing else. Throws `shares/gone` for a link that has ended. */
export const processPage = async (
  deps: ShareDeps,
  share: ShareRow | null,
): Promise<ProcessPage> => {
  if (!share || !isOpen(share, deps.clock.now())) throw new AppError('shares/gone')
  const lesson = await deps.lessons.read(share.lessonId)
  if (!lesson) throw new AppError('shares/gone')
  const all = await gather(deps, lesson)
  return {
    lessonTitle: lesson.title,
    subject: lesson.subject,
    grade: lesson.grade,
    unit: lesson.unit,
    sites: lesson.sites.map(({ teacher, ...site }) => ({
      ...site,
      teacherName: teacher?.name ?? null,
    })),
    lengthMin: lesson.lengthMin,
    steps: [...all.steps],
    actualMs: [...actualStepMs(all.events, all.steps.length)],
    stations: stationsOf({ lesson, ...all }),
    slides: share.parts.slides ? lesson.slides : null,
    recording: recordingPart(all.recording, all.events, share.parts),
    findings: share.parts.findings ? findingsOf(all.marks) : [],
    expiresAt: instant(share.expiresAt),
  }
}
