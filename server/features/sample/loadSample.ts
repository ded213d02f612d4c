import type { Clock } from '#server/platform/clock.ts'
import { newId } from '#server/platform/ids.ts'
import type { ClassroomQueries } from '#server/platform/ports/ClassroomQueries.ts'
import type { LessonAccess, LessonMaker } from '#server/platform/ports/LessonAccess.ts'
import type { People, SampleLoader } from '#server/platform/ports/People.ts'
import type { PlanQueries, SeedThread } from '#server/platform/ports/PlanQueries.ts'
import type { RecordingQueries } from '#server/platform/ports/RecordingQueries.ts'
import type { StudyQueries } from '#server/platform/ports/StudyQueries.ts'
import type { LessonId, MarkId, RecordingId, UserId } from '#shared/ids.ts'
import { type Site, sites } from '#shared/lessons/model.ts'
import { CAST, SCHOOLS } from './cast.ts'
import { classroomEvents, type SiteActor } from './classroomEvents.ts'
import { switchPoints } from './derive.ts'
import * as luohuasheng from './luohuasheng.ts'
import { threads as luohuashengThreads } from './luohuashengFrame.ts'
import { readLevels, readSlides, readVideo } from './sampleFiles.ts'
import { createCast, type SampleCast } from './samplePeople.ts'
import type { SampleRepo } from './sampleRepo.ts'
import { nextLessonMs, taughtLessonMs } from './schoolDays.ts'
import type { CastKey, SampleThread } from './types.ts'
import { comments, LENGTH_MS, MEDIA, passes } from './wangtianmenshan.ts'
import * as wangtianmenshan from './wangtianmenshanPlan.ts'

export type SamplePorts = {
  readonly clock: Clock
  readonly people: People
  readonly lessons: LessonAccess & LessonMaker
  readonly plans: PlanQueries
  readonly classrooms: ClassroomQueries
  readonly recordings: RecordingQueries
  readonly study: StudyQueries
}

type Place = Parameters<SampleLoader['load']>[0]
type LessonFacts = (typeof luohuasheng)['lesson'] | (typeof wangtianmenshan)['lesson']

const HOUR = 3_600_000

const idOf = (cast: SampleCast, key: CastKey): UserId => {
  const id = cast.ids.get(key)
  if (id === undefined) throw new Error(`nobody in the sample is called ${key}`)
  return id
}

const nameOf = (key: CastKey): string => CAST.find((member) => member.key === key)?.name ?? key

const sitesOf = (cast: SampleCast, lesson: LessonFacts, lead: CastKey, assist: CastKey) => [
  {
    site: 'near' as const,
    school: SCHOOLS.chengguan,
    schoolId: cast.orgs.chengguan,
    ...lesson.near,
    teacherId: idOf(cast, lead),
  },
  {
    site: 'far' as const,
    school: SCHOOLS.qingshan,
    schoolId: cast.orgs.qingshan,
    ...lesson.far,
    teacherId: idOf(cast, assist),
  },
]

const seedThreads = (
  cast: SampleCast,
  threads: readonly SampleThread[],
  nowMs: number,
): readonly SeedThread[] =>
  threads.map(({ quote, kind, resolvedBy, messages }) => ({
    quote,
    kind,
    resolvedBy: resolvedBy === null ? null : idOf(cast, resolvedBy),
    messages: messages.map(({ author, text, minutesAgo }) => ({
      authorId: idOf(cast, author),
      authorName: nameOf(author),
      atMs: nowMs - minutesAgo * 60_000,
      text,
    })),
  }))

/** One of the two lessons with its plan, its slides and the margin of its plan. */
const createLesson = async (
  ports: SamplePorts,
  cast: SampleCast,
  place: Place,
  of: {
    readonly lesson: LessonFacts
    readonly seed: (typeof luohuasheng)['plan']
    readonly threads: readonly SampleThread[]
    readonly startsAtMs: number
    readonly lead: CastKey
    readonly assist: CastKey
  },
) => {
  const { title, subject, grade, unit, lengthMin, slides } = of.lesson
  const made = await ports.lessons.create({
    groupId: cast.orgs.group,
    title,
    subject,
    grade,
    unit,
    lengthMin,
    startsAtMs: of.startsAtMs,
    createdBy: idOf(cast, of.lead),
    isSample: true,
    sites: sitesOf(cast, of.lesson, of.lead, of.assist),
    // The others of the group write by belonging to it; whoever set Yanke up looks on and may try.
    members: [
      { userId: idOf(cast, of.lead), role: 'lead' },
      { userId: idOf(cast, of.assist), role: 'assist' },
      { userId: place.adminId, role: 'editor' },
    ],
    seed: of.seed,
    slides: { name: slides, content: await readSlides(slides) },
  })
  await ports.plans.seedThreads(made.planId, seedThreads(cast, of.threads, ports.clock.now()))
  return made
}

/** The finished lesson's classroom with its log, and the recording of both sites. */
const importRecording = async (
  ports: SamplePorts,
  cast: SampleCast,
  lessonId: LessonId,
  planId: Parameters<PlanQueries['steps']>[0],
  taughtMs: number,
): Promise<RecordingId> => {
  const teachers: Readonly<Record<Site, CastKey>> = { near: 'zhou', far: 'li' }
  const actor = (site: Site): SiteActor => ({
    actorId: idOf(cast, teachers[site]),
    actorName: nameOf(teachers[site]),
  })
  const planned = await ports.plans.steps(planId)
  const classroomId = await ports.classrooms.importFinished({
    lessonId,
    startedAtMs: taughtMs,
    endedMs: LENGTH_MS,
    events: classroomEvents({ near: actor('near'), far: actor('far') }, planned),
  })
  const tracks = await Promise.all(
    sites.map(async (site) => ({
      site,
      view: site === 'near' ? ('teacher' as const) : ('room' as const),
      personId: idOf(cast, teachers[site]),
      startMs: MEDIA[site].startMs,
      mime: 'video/webm;codecs=vp8,opus',
      content: await readVideo(site),
      levels: await readLevels(site),
    })),
  )
  return ports.recordings.importReady({ lessonId, classroomId, createdAtMs: taughtMs, tracks })
}

const importStudy = async (
  ports: SamplePorts,
  cast: SampleCast,
  recordingId: RecordingId,
  taughtMs: number,
): Promise<void> => {
  const ids = new Map<CastKey, MarkId>()
  for (const [index, { author, answers, startMs, endMs, site, text }] of comments.entries()) {
    const markId = newId<MarkId>()
    ids.set(author, markId)
    const replyTo = answers && ids.get(answers)
    const createdAtMs = taughtMs + 26 * HOUR + index * 420_000
    await ports.study.importMark({
      markId,
      ...(replyTo ? { replyTo } : {}),
      recordingId,
      authorId: idOf(cast, author),
      startMs,
      endMs,
      site,
      text,
      createdAtMs,
    })
  }
  for (const [index, pass] of passes.entries()) {
    await ports.study.importPass({
      recordingId,
      coderId: idOf(cast, pass.coder),
      deltaMs: pass.deltaMs,
      points: switchPoints(pass),
      coveredMs: LENGTH_MS,
      atMs: taughtMs + 30 * HOUR + index * HOUR,
    })
  }
}

const loadTaught = async (ports: SamplePorts, cast: SampleCast, place: Place): Promise<void> => {
  const taughtMs = taughtLessonMs(ports.clock.now())
  const { lessonId, planId } = await createLesson(ports, cast, place, {
    lesson: wangtianmenshan.lesson,
    seed: wangtianmenshan.plan,
    threads: wangtianmenshan.threads,
    startsAtMs: taughtMs,
    lead: 'zhou',
    assist: 'li',
  })
  const recordingId = await importRecording(ports, cast, lessonId, planId, taughtMs)
  await importStudy(ports, cast, recordingId, taughtMs)
  await ports.lessons.setStage(lessonId, 'study')
  const note = (
    kind: 'lesson.taught' | 'coding.finished' | 'mark.added',
    key: CastKey,
    atMs: number,
    detail: string,
  ) => ports.lessons.note({ kind, lessonId, actorId: idOf(cast, key), atMs, detail })
  await note('lesson.taught', 'zhou', taughtMs + 5 * 60_000, '城关、青山两班，实际用时 4:10')
  await note('coding.finished', 'tian', taughtMs + 30 * HOUR, 'S–T 编码，25 格')
  const remark = comments.find((mark) => mark.author === 'shen')?.text ?? ''
  await note('mark.added', 'shen', taughtMs + 26 * HOUR, remark)
}

const loadReady = async (ports: SamplePorts, cast: SampleCast, place: Place): Promise<void> => {
  const { lessonId } = await createLesson(ports, cast, place, {
    lesson: luohuasheng.lesson,
    seed: luohuasheng.plan,
    threads: luohuashengThreads,
    startsAtMs: nextLessonMs(ports.clock.now()),
    lead: 'lin',
    assist: 'shi',
  })
  const question = luohuashengThreads.find((thread) => thread.messages[0]?.author === 'shi')
  await ports.lessons.note({
    kind: 'comment.added',
    lessonId,
    actorId: idOf(cast, 'shi'),
    detail: question?.messages[0]?.text ?? '',
  })
}

/** Makes the people, the finished lesson and the one that is ready to teach. */
export const loadSample = async (
  ports: SamplePorts,
  repo: SampleRepo,
  place: Place,
): Promise<SampleCast['shown']> => {
  const cast = await createCast(ports.people, place.districtId, await repo.takenLogins())
  await loadTaught(ports, cast, place)
  await loadReady(ports, cast, place)
  return cast.shown
}
