import { expect, vi } from 'vitest'
import * as Y from 'yjs'
import { partKey } from '#server/features/recordings/keys.ts'
import { recordingRepo } from '#server/features/recordings/repo.ts'
import type { RecordingRow, SegmentRow } from '#server/features/recordings/rows.ts'
import { studyRepo } from '#server/features/study/repo.ts'
import { instant } from '#server/platform/clock.ts'
import { newId } from '#server/platform/ids.ts'
import type { LessonRole } from '#shared/access/roles.ts'
import type { Classroom } from '#shared/classrooms/model.ts'
import type {
  ClassroomId,
  LessonId,
  MarkId,
  OrgId,
  PassId,
  PlanId,
  RecordingId,
  SegmentId,
  VersionId,
} from '#shared/ids.ts'
import type { Lesson, Slides } from '#shared/lessons/model.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { addThread } from '#shared/plans/threads.ts'
import type { Share } from '#shared/shares/model.ts'
import { docName } from '#shared/sync/docName.ts'
import { callWell } from './callApp.ts'
import { editDoc } from './editDoc.ts'
import type { TestApp } from './testApp.ts'
import type { TestPerson } from './testDistricts.ts'

const MIME = 'video/webm'
const MINUTES_MS = 60_000

/** One empty page, with the words in a comment that only the file itself has. */
export const testPdf = (words: string): Uint8Array =>
  new TextEncoder().encode(
    [
      '%PDF-1.4',
      `%${words}`,
      '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
      '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 90 90]>>endobj',
      'trailer<</Root 1 0 R>>',
      '%%EOF',
      '',
    ].join('\n'),
  )

type Team = {
  readonly groupId: OrgId
  readonly lead: TestPerson
  readonly assist?: TestPerson
  readonly others?: readonly (readonly [TestPerson, LessonRole])[]
  /** Stands in title, plan, comment, slides, picture and mark. */
  readonly canary: string
}

const makeLesson = async (app: TestApp, team: Team): Promise<Lesson> => {
  const { cookie, userId } = team.lead
  const site = (school: string, teacherId: string) => ({
    ...{ school, teacherId, className: '五（2）班', headcount: 40 },
  })
  const { answer: lesson } = await callWell<Lesson>(app, {
    route: 'POST /lessons',
    cookie,
    body: {
      ...{ title: `${team.canary}-title`, subject: '语文', grade: '五年级', unit: '第一单元' },
      ...{ lengthMin: 40, startsAt: null, groupId: team.groupId },
      near: site('城关小学', userId),
      far: team.assist ? site('青山小学', team.assist.userId) : null,
    },
  })
  for (const [person, role] of team.others ?? [])
    await callWell(app, {
      route: 'PUT /lessons/:lessonId/members/:userId',
      params: { lessonId: lesson.lessonId, userId: person.userId },
      cookie,
      body: { role },
    })
  return lesson
}

/** The first step's title, and one thread of comments, written as the lead's own page would. */
const writePlan = async (app: TestApp, team: Team, planId: PlanId): Promise<void> => {
  const { userId: authorId, login: authorName, cookie } = team.lead
  await editDoc(app, cookie, docName('plan', planId), (doc) => {
    const [title] = doc
      .getXmlFragment(PLAN_BODY)
      .createTreeWalker((node) => node instanceof Y.XmlElement && node.nodeName === 'stepTitle')
    if (title instanceof Y.XmlElement) title.insert(0, [new Y.XmlText(`${team.canary}-plan`)])
  })
  const at = instant(app.drivers.clock.now())
  await editDoc(app, cookie, docName('comments', planId), (doc) =>
    addThread(doc, {
      threadId: newId(),
      kind: 'question',
      anchor: { start: '', end: '', quote: '', prefix: '', suffix: '', stepId: null },
      messages: [{ id: newId(), authorId, authorName, at, text: `${team.canary}-comment` }],
    }),
  )
}

/** The projections of what was written lag behind it: whoever compares tables must not meet them. */
const untilTold = async (app: TestApp, lessonId: LessonId, planId: PlanId): Promise<void> => {
  const { db, docStore } = app.drivers
  await vi.waitFor(
    async () => {
      const open = await docStore.unfinished()
      const lines = await db
        .selectFrom('activity')
        .select('kind')
        .where('lesson_id', '=', lessonId)
        .execute()
      const kinds = lines.map(({ kind }) => kind)
      expect(kinds).toEqual(expect.arrayContaining(['plan.edited', 'comment.added']))
      expect(open).not.toContain(docName('plan', planId))
      expect(open).not.toContain(docName('comments', planId))
    },
    { timeout: 30_000 },
  )
}

const recordingRow = (
  app: TestApp,
  of: { readonly lessonId: LessonId; readonly classroomId: ClassroomId },
  status: RecordingRow['status'],
): RecordingRow => ({
  ...of,
  recordingId: newId<RecordingId>(),
  status,
  // The finished one is the lesson's latest.
  createdAtMs: app.drivers.clock.now() + (status === 'ready' ? 1 : 0),
  startMs: 0,
  endMs: 10 * MINUTES_MS,
  progress: 1,
  failure: null,
  attempts: 0,
})

type Places = { readonly lessonId: LessonId; readonly classroomId: ClassroomId }

/** A finished recording with one picture of the teacher, a mark and a pass. */
const writeFinished = async (app: TestApp, team: Team, of: Places) => {
  const { db, storage, clock } = app.drivers
  const recordings = recordingRepo(db)
  const recording = recordingRow(app, of, 'ready')
  const { recordingId } = recording
  const bytes = new TextEncoder().encode(`${team.canary}-picture`)
  const partId = newId<string>()
  const fileKey = partKey(recordingId, partId, MIME)
  await storage.write(fileKey, bytes)
  await recordings.insertRecording(recording)
  await recordings.replaceParts(recordingId, [
    {
      ...{ partId, recordingId, fileKey, site: 'near', view: 'teacher', mime: MIME },
      ...{ personId: team.lead.userId, startMs: 0, durationMs: 10 * MINUTES_MS },
      ...{ bytes: bytes.length, hasVideo: true },
    },
  ])
  const markId = newId<MarkId>()
  const study = studyRepo(db)
  await study.addMark({
    ...{ markId, recordingId, authorId: team.lead.userId, startMs: 1000, endMs: 2000 },
    ...{ site: null, text: `${team.canary}-mark`, replyTo: null, resolved: false },
    createdAtMs: clock.now(),
  })
  await study.savePass(
    {
      ...{ passId: newId<PassId>(), recordingId, coderId: team.lead.userId, deltaMs: 3000 },
      ...{ points: [], coveredMs: 1000, finished: false, updatedAtMs: clock.now() },
    },
    false,
  )
  return { recordingId, partId, markId }
}

/** A recording that still takes slices: the lead's segment is to be closed, the assist's stays open. */
const writeUnfinished = async (app: TestApp, team: Team, of: Places) => {
  const recordings = recordingRepo(app.drivers.db)
  const recording = recordingRow(app, of, 'uploading')
  await recordings.insertRecording(recording)
  const segment = (site: SegmentRow['site'], personId: SegmentRow['personId']): SegmentRow => ({
    ...{ segmentId: newId<SegmentId>(), recordingId: recording.recordingId, site, personId },
    ...{ view: 'teacher', deviceId: newId(), startMs: 0, endMs: null, mime: MIME },
    ...{ sliceCount: null, closed: false },
  })
  const own = segment('near', team.lead.userId)
  await recordings.insertSegment(own)
  await recordings.insertSegment(segment('far', team.assist?.userId ?? null))
  return { openRecordingId: recording.recordingId, segmentId: own.segmentId }
}

/** A lesson in which everything a lesson can have is there, each piece with the canary in it. */
export const testLesson = async (app: TestApp, team: Team) => {
  const { cookie } = team.lead
  const { lessonId, planId } = await makeLesson(app, team)
  await writePlan(app, team, planId)
  await untilTold(app, lessonId, planId)
  const versionId = newId<VersionId>()
  await callWell(app, {
    ...{ route: 'POST /plans/:planId/versions', params: { planId }, cookie },
    body: { versionId, label: `${team.canary}-version` },
  })
  const params = { lessonId }
  const { answer: slides } = await callWell<Slides>(app, {
    ...{ route: 'PUT /lessons/:lessonId/slides', params, cookie },
    query: `?name=${team.canary}-slides.pdf`,
    body: testPdf(team.canary),
  })
  const { answer: classroom } = await callWell<Classroom>(app, {
    ...{ route: 'POST /lessons/:lessonId/classroom', params, cookie },
  })
  const { classroomId } = classroom
  const finished = await writeFinished(app, team, { lessonId, classroomId })
  const unfinished = await writeUnfinished(app, team, { lessonId, classroomId })
  const { answer: shared } = await callWell<{ readonly share: Share; readonly url: string }>(app, {
    ...{ route: 'POST /lessons/:lessonId/shares', params, cookie },
    body: { parts: { teacherVideo: true, slides: true, findings: true }, days: 7 },
  })
  return {
    ...{ lessonId, planId, versionId, classroomId, groupId: team.groupId, fileId: slides.fileId },
    ...finished,
    ...unfinished,
    shareId: shared.share.shareId,
    shareToken: new URL(shared.url).hash.slice(1),
  }
}
export type TestLesson = Awaited<ReturnType<typeof testLesson>>
