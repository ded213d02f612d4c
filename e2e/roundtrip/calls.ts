import { newId } from '#server/platform/ids.ts'
import type { AppRequest } from '#server/testing/callApp.ts'
import { TEST_PASSWORD } from '#server/testing/testDistricts.ts'
import { type TestLesson, testPdf } from '#server/testing/testLesson.ts'
import type { ActorName } from './authorizationTable.ts'

/** What a call is made of besides the lesson: somebody and something that nobody misses. */
export type Scene = TestLesson & {
  readonly actor: ActorName
  /** An account and an organisation that nobody misses, and a login nobody has. */
  readonly userId: string
  readonly orgId: string
  readonly schoolId: string
  readonly newLogin: string
  /** Somebody who can sign in. */
  readonly login: string
}

type Call = Omit<AppRequest, 'route' | 'cookie'>
type MakeCall = (scene: Scene) => Call

const lesson: MakeCall = ({ lessonId }) => ({ params: { lessonId } })
const plan: MakeCall = ({ planId }) => ({ params: { planId } })
const version: MakeCall = ({ planId, versionId }) => ({ params: { planId, versionId } })
const account: MakeCall = ({ userId }) => ({ params: { userId } })
const recording: MakeCall = ({ recordingId }) => ({ params: { recordingId } })
const mark: MakeCall = ({ recordingId, markId }) => ({ params: { recordingId, markId } })
const classroom: MakeCall = ({ classroomId }) => ({ params: { classroomId } })
const segment: MakeCall = ({ openRecordingId, segmentId }) => ({
  params: { recordingId: openRecordingId, segmentId },
})
const nothing: MakeCall = () => ({})

const having =
  (make: MakeCall, body: (scene: Scene) => unknown): MakeCall =>
  (scene) => ({ ...make(scene), body: body(scene) })

const command = (given: Readonly<Record<string, unknown>>): MakeCall =>
  having(classroom, () => ({ deviceId: newId(), command: given }))

const accountCalls: Readonly<Record<string, MakeCall>> = {
  'GET /session': nothing,
  'POST /session/storage-key': nothing,
  'POST /session': having(nothing, ({ login }) => ({ login, password: TEST_PASSWORD })),
  'DELETE /session': nothing,
  'PUT /session/password': having(nothing, () => ({ old: TEST_PASSWORD, next: TEST_PASSWORD })),
  'POST /setup': having(nothing, ({ newLogin }) => ({
    ...{ token: newId(), school: '新校', district: '新区', stage: 'primary', lessonMinutes: 40 },
    ...{ adminName: '新人', login: newLogin, password: TEST_PASSWORD, withSample: false },
  })),
  'POST /setup/check': having(nothing, () => ({ token: newId() })),
  'GET /people': nothing,
  'GET /accounts': nothing,
  'POST /accounts': having(nothing, ({ newLogin, schoolId }) => ({
    ...{ name: '新人', login: newLogin, memberships: [{ orgId: schoolId, role: 'teacher' }] },
  })),
  'PATCH /accounts/:userId': having(account, () => ({ name: '改名' })),
  'POST /accounts/:userId/password': account,
  'POST /accounts/:userId/disable': account,
  'POST /accounts/:userId/enable': account,
  'GET /orgs': nothing,
  'POST /orgs': having(nothing, ({ schoolId, newLogin }) => ({
    ...{ kind: 'group', name: newLogin, parentId: schoolId },
  })),
  'PATCH /orgs/:orgId': ({ orgId, newLogin }) => ({ params: { orgId }, body: { name: newLogin } }),
  'DELETE /sample': nothing,
}

const lessonCalls: Readonly<Record<string, MakeCall>> = {
  'GET /home': nothing,
  'GET /lessons': nothing,
  'POST /lessons': having(nothing, ({ groupId }) => ({
    ...{ groupId, title: '新课', subject: '', grade: '', unit: '', lengthMin: 40 },
    ...{ startsAt: null, far: null },
    near: { school: '', className: '', headcount: 0, teacherId: null },
  })),
  'GET /lessons/:lessonId': lesson,
  'PATCH /lessons/:lessonId': having(lesson, () => ({ unit: '第二单元' })),
  'GET /lessons/:lessonId/activity': lesson,
  'POST /lessons/:lessonId/archive': having(lesson, () => ({ archived: true })),
  'PUT /lessons/:lessonId/members/:userId': ({ lessonId, userId }) => ({
    ...{ params: { lessonId, userId }, body: { role: 'viewer' } },
  }),
  'PUT /lessons/:lessonId/slides': ({ lessonId }) => ({
    ...{ params: { lessonId }, query: '?name=new.pdf', body: testPdf('') },
  }),
  'PUT /lessons/:lessonId/device-check': having(lesson, () => ({
    ...{ camera: 'good', microphone: 'good', network: 'high' },
  })),
  'GET /files/:fileId': ({ fileId }) => ({ params: { fileId } }),
  'GET /plans/:planId/outline': plan,
  'GET /plans/:planId/state': plan,
  'GET /plans/:planId/updates': plan,
  'GET /plans/:planId/comments/state': plan,
  'GET /plans/:planId/comments/updates': plan,
  'GET /plans/:planId/contribution': plan,
  'GET /plans/:planId/deletions': ({ planId }) => ({ params: { planId }, query: '?items=1.2' }),
  'GET /plans/:planId/versions': plan,
  'POST /plans/:planId/versions': having(plan, () => ({ versionId: newId(), label: '新版本' })),
  'GET /plans/:planId/versions/:versionId': version,
  'POST /plans/:planId/versions/:versionId/restore': version,
}

const classroomCalls: Readonly<Record<string, MakeCall>> = {
  'POST /lessons/:lessonId/classroom': lesson,
  'GET /classrooms/:classroomId': classroom,
  'POST /classrooms/:classroomId/join': having(classroom, () => ({
    ...{ deviceId: newId(), surface: 'console', publishes: true },
  })),
  'POST /classrooms/:classroomId/commands # lesson.start': command({ type: 'lesson.start' }),
  'POST /classrooms/:classroomId/commands # recording.request': command({
    type: 'recording.request',
  }),
  'POST /classrooms/:classroomId/commands # recording.stop': command({ type: 'recording.stop' }),
  'POST /classrooms/:classroomId/commands # recording.answer': command({
    ...{ type: 'recording.answer', answer: 'agreed' },
  }),
  'GET /classrooms/:classroomId/events': classroom,
  'GET /network-probe': () => ({ query: '?bytes=16' }),
  'POST /network-probe': () => ({ body: new Uint8Array(16) }),
}

const recordingCalls: Readonly<Record<string, MakeCall>> = {
  'GET /lessons/:lessonId/recordings': lesson,
  'GET /recordings/:recordingId': recording,
  'PATCH /recordings/:recordingId/labels': having(recording, () => ({
    ...{ change: 'view', site: 'near', view: 'teacher', to: 'room' },
  })),
  'POST /recordings/:recordingId/segments': ({ openRecordingId, actor }) => ({
    params: { recordingId: openRecordingId },
    body: {
      ...{ segmentId: newId(), deviceId: newId(), view: 'teacher', mime: 'video/webm' },
      ...{ startMs: 1000, site: actor === 'assist' ? 'far' : 'near' },
    },
  }),
  'PUT /recordings/:recordingId/segments/:segmentId/slices/:number': (scene) => ({
    params: { ...segment(scene).params, number: '0' },
    body: new TextEncoder().encode('slice'),
  }),
  'POST /recordings/:recordingId/segments/:segmentId/levels': having(segment, () => ({
    ...{ fromIndex: 0, values: [1, 2, 3] },
  })),
  'POST /recordings/:recordingId/segments/:segmentId/close': having(segment, () => ({
    ...{ sliceCount: 1, endMs: 5000 },
  })),
  'GET /recordings/:recordingId/parts/:partId': ({ recordingId, partId }) => ({
    params: { recordingId, partId },
  }),
}

const studyCalls: Readonly<Record<string, MakeCall>> = {
  'GET /recordings/:recordingId/marks': recording,
  'POST /recordings/:recordingId/marks': having(recording, () => ({
    ...{ markId: newId(), startMs: 1000, endMs: 1000, site: null, text: '新批注', replyTo: null },
  })),
  'PATCH /recordings/:recordingId/marks/:markId # resolved': having(mark, () => ({
    resolved: true,
  })),
  'PATCH /recordings/:recordingId/marks/:markId # text': having(mark, () => ({ text: '改写' })),
  'DELETE /recordings/:recordingId/marks/:markId': mark,
  'GET /recordings/:recordingId/passes': recording,
  'PUT /recordings/:recordingId/passes/mine': having(recording, () => ({
    ...{ points: [{ atMs: 1000, code: 'T' }], coveredMs: 2000, finished: false },
  })),
}

const shareCalls: Readonly<Record<string, MakeCall>> = {
  'GET /lessons/:lessonId/shares': lesson,
  'POST /lessons/:lessonId/shares': having(lesson, () => ({
    ...{ parts: { teacherVideo: true, slides: true, findings: true }, days: 1 },
  })),
  'DELETE /shares/:shareId': ({ shareId }) => ({ params: { shareId } }),
  'POST /shares/enter': having(nothing, ({ shareToken }) => ({ token: shareToken })),
  'GET /shares/page': nothing,
}

/** The smallest valid request of every row: what refuses it can only be who asks. */
export const calls: Readonly<Record<string, MakeCall>> = {
  'GET /health': nothing,
  ...accountCalls,
  ...lessonCalls,
  ...classroomCalls,
  ...recordingCalls,
  ...studyCalls,
  ...shareCalls,
}

/** Rows whose success takes something away that later rows need: each gets a lesson of its own. */
export const spends: ReadonlySet<string> = new Set([
  'POST /lessons/:lessonId/archive',
  'PATCH /lessons/:lessonId',
  'PUT /lessons/:lessonId/slides',
  'POST /classrooms/:classroomId/commands # lesson.start',
  'POST /classrooms/:classroomId/commands # recording.request',
  'POST /classrooms/:classroomId/commands # recording.stop',
  'POST /classrooms/:classroomId/commands # recording.answer',
  'PATCH /recordings/:recordingId/marks/:markId # resolved',
  'PATCH /recordings/:recordingId/marks/:markId # text',
  'DELETE /recordings/:recordingId/marks/:markId',
  'POST /recordings/:recordingId/segments/:segmentId/close',
  'PATCH /recordings/:recordingId/labels',
  'DELETE /shares/:shareId',
])

/** Rows whose success ends the caller's session. */
export const signsOut: ReadonlySet<string> = new Set(['POST /session', 'DELETE /session'])
