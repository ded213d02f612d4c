import type { Request, Response } from 'express'
import { type Logger, pino } from 'pino'
import type * as Y from 'yjs'
import type { Route } from '#server/platform/http/route.ts'
import { fakeMediaServer } from '#server/platform/livekit/fakeMediaServer.ts'
import type { MediaEvent } from '#server/platform/livekit/MediaEvent.ts'
import { memoryDocStore } from '#server/platform/sync/memoryDocStore.ts'
import { startStudio, until } from '#server/platform/sync/testing/syncHarness.ts'
import { testDb } from '#server/testing/testDb.ts'
import type { Actor, Person } from '#shared/access/actor.ts'
import type { ClassroomCommand } from '#shared/classrooms/contract.ts'
import {
  commandClassroom,
  joinClassroom,
  openClassroom,
  readClassroom,
  readClassroomEvents,
} from '#shared/classrooms/contract.ts'
import { inkRoot } from '#shared/classrooms/ink.ts'
import { classroomStateSchema, type Surface } from '#shared/classrooms/model.ts'
import { step } from '#shared/classrooms/testing/classroomStates.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { Endpoint } from '#shared/http/endpoint.ts'
import type { ClassroomId, DeviceId, LessonId, RecordingId, UserId } from '#shared/ids.ts'
import type { Lesson, LessonAbility, PlanStep } from '#shared/lessons/model.ts'
import { docName } from '#shared/sync/docName.ts'
import { classroomsFeature } from '../index.ts'

export const lessonId = 'lesson-0001' as LessonId
export const START = 1_800_000_000_000

export const person = (userId: string): Person => ({
  kind: 'person',
  hue: 'lin',
  userId: userId as UserId,
  // The document harness signs people in by their id, so here it is their name as well.
  name: userId,
  memberships: [],
  isAdmin: false,
})
export const zhou = person('user-zhou')
export const li = person('user-li-0')
export const shen = person('user-shen')
const stranger = person('user-else')

const abilitiesOf = (actor: Actor): readonly LessonAbility[] => {
  if (actor.kind !== 'person') return []
  if ([zhou.userId, li.userId].includes(actor.userId)) return ['view', 'teach', 'observe']
  return actor.userId === shen.userId ? ['view', 'observe'] : []
}

const site = (name: 'near' | 'far', school: string, teacher: Person) => ({
  site: name,
  school,
  className: '三（2）班',
  headcount: 42,
  teacher: { userId: teacher.userId, name: teacher.name, hue: 'lin' as const },
})

const createWorld = () => ({
  nowMs: START,
  steps: [step('导入', 3, 1), step('新授', 12, 4)] as readonly PlanStep[],
  revoked: new Set<string>(),
  /** Only observe from now on. */
  demoted: new Set<string>(),
  signedOut: new Set<string>(),
  stages: [] as string[],
  notes: [] as string[],
  begun: [] as { readonly startMs: number }[],
  ended: [] as (readonly [string, number])[],
  mediaListeners: new Set<(event: MediaEvent) => void | Promise<void>>(),
  timers: [] as { readonly afterMs: number; readonly run: () => void; off: boolean }[],
})
type World = ReturnType<typeof createWorld>

const abilitiesNow = (world: World, actor: Actor): readonly LessonAbility[] => {
  const has = (people: ReadonlySet<string>) => actor.kind === 'person' && people.has(actor.userId)
  if (has(world.revoked)) return []
  return has(world.demoted) ? ['view', 'observe'] : abilitiesOf(actor)
}

const lessonFor = (actor: Actor, world: World): Lesson =>
  ({
    lessonId,
    planId: 'plan-00001',
    groupId: 'group-0001',
    groupName: '语文组',
    title: '《望天门山》',
    subject: '语文',
    grade: '三年级',
    unit: '',
    lengthMin: 40,
    stage: 'plan',
    startsAt: null,
    isDual: true,
    sites: [site('near', '城关小学', zhou), site('far', '青山小学', li)],
    steps: [...world.steps],
    commentCount: 0,
    recordingCount: 0,
    updatedAt: new Date(START).toISOString(),
    members: [],
    slides: { fileId: 'file-00001', name: '课件.pdf', pages: 14, sizeBytes: 10 },
    classroomId: null,
    recordingId: null,
    deviceChecks: [],
    abilities: [...abilitiesNow(world, actor)],
  }) as unknown as Lesson

const lessonsOf = (world: World) => ({
  need: async (actor: Actor, _id: LessonId, ability: LessonAbility) => {
    const own = abilitiesNow(world, actor)
    if (own.length === 0) throw new AppError('not-found')
    if (!own.includes(ability)) throw new AppError('forbidden')
    return lessonFor(actor, world)
  },
  abilitiesOf: async (actor: Actor) => abilitiesNow(world, actor),
  lessonOfPlan: async () => lessonId,
  read: async () => lessonFor(zhou, world),
  setStage: async (_id: LessonId, stage: string) => void world.stages.push(stage),
  note: async ({ kind }: { readonly kind: string }) => void world.notes.push(kind),
  activityOf: async () => [],
  changed: () => undefined,
})

type Given = { readonly params: Record<string, string>; readonly body?: unknown }

/** Calls a route the way HTTP would: through its contract, both ways. */
const caller =
  (routes: readonly Route[]) =>
  async <E extends Endpoint>(endpoint: E, actor: Actor, given: Given) => {
    const route = routes.find(
      ({ method, path }) => method === endpoint.method && path === endpoint.path,
    )
    let answer: unknown
    const response = {
      status: () => response,
      json: (value: unknown) => {
        answer = value
      },
    }
    const facts = { actor, requestId: '', secure: false, origin: '', ip: '', cookies: {} }
    await route?.run(
      { params: given.params, body: given.body, query: {} } as unknown as Request,
      response as unknown as Response,
      { ...facts, actorNow: async () => actor, setCookie: () => undefined },
    )
    return endpoint.response.parse(answer) as E['response'] extends { _output: infer Out }
      ? Out
      : never
  }

type Ground = {
  readonly db: Awaited<ReturnType<typeof testDb>>
  readonly world: World
  readonly store: ReturnType<typeof memoryDocStore>
  readonly clock: { now(): number }
  readonly log: Logger
  readonly media: ReturnType<typeof fakeMediaServer>
}

/** One process over the given database, documents and media server. */
const bootServer = async ({ db, world, store, clock, log, media }: Ground) => {
  const studio = await startStudio({ owners: [], store })
  const feature = classroomsFeature({
    db,
    clock,
    log,
    docs: studio.rooms,
    media,
    lessons: lessonsOf(world),
    plans: { steps: async () => world.steps },
    recordings: {
      begin: async (begun) => {
        world.begun.push(begun)
        return `recording-${world.begun.length}` as RecordingId
      },
      end: async (recordingId, endMs) => void world.ended.push([recordingId, endMs]),
    },
    mediaEvents: {
      onEvent: (listener) => {
        world.mediaListeners.add(listener)
        return () => world.mediaListeners.delete(listener)
      },
    },
    people: {
      card: async () => null,
      signedIn: async (userId) => (world.signedOut.has(userId) ? null : person(userId)),
    },
    later: (afterMs, run) => {
      const timer = { afterMs, run, off: false }
      world.timers.push(timer)
      return () => {
        timer.off = true
      }
    },
  })
  for (const owner of feature.docs ?? []) studio.rooms.own(owner)
  return { studio, feature, call: caller(feature.routes) }
}

/** What people do by HTTP. */
const callsOf = (call: () => ReturnType<typeof caller>) => ({
  open: (actor: Actor = zhou) => call()(openClassroom, actor, { params: { lessonId } }),
  read: (actor: Actor, classroomId: ClassroomId) =>
    call()(readClassroom, actor, { params: { classroomId } }),
  join: (
    actor: Actor,
    classroomId: ClassroomId,
    device: string,
    more: {
      readonly surface?: Surface
      readonly publishes?: boolean
      readonly takeOver?: boolean
    } = {},
  ) =>
    call()(joinClassroom, actor, {
      params: { classroomId },
      body: {
        deviceId: device as DeviceId,
        surface: more.surface ?? 'console',
        publishes: more.publishes ?? true,
        ...(more.takeOver ? { takeOver: true } : {}),
      },
    }),
  send: (actor: Actor, classroomId: ClassroomId, command: ClassroomCommand) =>
    call()(commandClassroom, actor, {
      params: { classroomId },
      body: { deviceId: 'device-00', command },
    }),
  events: async (classroomId: ClassroomId, actor: Actor = zhou) => {
    const read = await call()(readClassroomEvents, actor, { params: { classroomId } })
    return read.events
  },
})

/** Classrooms over real document rooms and a real database, with fake neighbours and a clock to turn. */
export const classroomStage = async () => {
  // The lesson's own tables belong to another slice; only its row's id matters here.
  const db = await testDb({ isLoose: true })
  const world = createWorld()
  const store = memoryDocStore()
  const clock = { now: () => world.nowMs }
  const log = pino({ level: 'silent' })
  const media = fakeMediaServer(clock)

  const boot = () => bootServer({ db, world, store, clock, log, media })
  let server = await boot()

  const stage = {
    world,
    media,
    db,
    /** The running process; `restart` makes a new one on the same disk. */
    get server() {
      return server
    },
    restart: async () => {
      await server.studio.stop()
      await server.feature.close?.()
      for (const timer of world.timers) timer.off = true
      server = await boot()
      server.feature.start?.()
      await server.feature.idle()
    },
    ...callsOf(() => server.call),
    /** Opens the document as a browser would. */
    enter: async (actor: Person, classroomId: ClassroomId, device: string) => {
      const name = docName('classroom', classroomId)
      const client = server.studio.stock(name, actor.userId, undefined, { device })
      await until(`${actor.userId} synced`, () => client.provider.synced)
      return {
        ...client,
        state: () => classroomStateSchema.parse(client.doc.getMap('state').toJSON()),
        ink: inkRoot(client.doc) as Y.Map<Y.Map<unknown>>,
      }
    },
    /** Runs what waits, e.g. the end of the five seconds. */
    pass: async () => {
      for (const timer of world.timers.splice(0)) if (!timer.off) timer.run()
      await server.feature.idle()
    },
    stop: async () => {
      await server.studio.stop()
      await server.feature.close?.()
      await db.destroy()
    },
    stranger,
    until,
  }
  return stage
}
export type ClassroomStage = Awaited<ReturnType<typeof classroomStage>>
