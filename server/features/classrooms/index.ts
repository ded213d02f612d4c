import type { Feature } from '#server/app/Feature.ts'
import { type Route, serve } from '#server/platform/http/route.ts'
import type { ClassroomQueries } from '#server/platform/ports/ClassroomQueries.ts'
import {
  commandClassroom,
  joinClassroom as joinEndpoint,
  openClassroom as openEndpoint,
  readClassroom,
  readClassroomEvents,
} from '#shared/classrooms/contract.ts'
import { AppError } from '#shared/errors/appError.ts'
import { classroomIdSchema, lessonIdSchema } from '#shared/ids.ts'
import { classroomDocs } from './classroomDocs.ts'
import { createAgain } from './createAgain.ts'
import { type ClassroomsDeps, timerLater } from './deps.ts'
import { followMedia, resume } from './followMedia.ts'
import { createInkLog } from './inkLog.ts'
import { joinClassroom } from './joinClassroom.ts'
import { createLiveClassrooms } from './liveClassrooms.ts'
import { judgeArrival } from './mediaGuard.ts'
import { oneAtATime } from './oneAtATime.ts'
import { openClassroom } from './openClassroom.ts'
import { createPresence } from './presenceKeeper.ts'
import { probeRoutes } from './probe.ts'
import { classroomQueries } from './queries.ts'
import { removalRepo } from './removalRepo.ts'
import { classroomRepo } from './repo.ts'
import { runCommand } from './runCommand.ts'
import { seenBy } from './seenBy.ts'
import type { Classrooms } from './wiring.ts'

/** A path's id: what is none names nothing. */
const idOf = (params: { readonly classroomId: string }) => {
  const parsed = classroomIdSchema.safeParse(params.classroomId)
  if (!parsed.success) throw new AppError('not-found')
  return parsed.data
}

const routesOf = (parts: Classrooms): readonly Route[] => {
  const { live, deps, repo } = parts
  return [
    serve(openEndpoint, async ({ actor, params }) => {
      const lessonId = lessonIdSchema.safeParse(params.lessonId)
      if (!lessonId.success) throw new AppError('not-found')
      return openClassroom(parts, actor, lessonId.data)
    }),
    serve(readClassroom, async ({ actor, params }) => {
      const classroom = await live.read(idOf(params))
      const lesson = await deps.lessons.need(actor, classroom.lessonId, 'observe')
      return { classroom: seenBy(classroom, lesson, actor), lesson, media: classroom.state.media }
    }),
    serve(joinEndpoint, ({ actor, params, body }) =>
      joinClassroom(parts, actor, idOf(params), body),
    ),
    serve(commandClassroom, ({ actor, params, body }) =>
      runCommand(parts, actor, idOf(params), body.command),
    ),
    serve(readClassroomEvents, async ({ actor, params }) => {
      const { classroomId, lessonId } = await live.read(idOf(params))
      await deps.lessons.need(actor, lessonId, 'view')
      return { events: [...(await repo.events(classroomId))] }
    }),
    ...probeRoutes,
  ]
}

/** 上课: the live classroom, from the lobby to 下课. */
export const classroomsFeature = (
  deps: ClassroomsDeps,
): Feature & { readonly queries: ClassroomQueries; readonly idle: () => Promise<void> } => {
  const repo = classroomRepo(deps.db)
  const later = deps.later ?? timerLater
  const { again, close: stopTrying } = createAgain({ log: deps.log, later })
  const live = createLiveClassrooms({ ...deps, again }, repo)
  const presence = createPresence({ ...deps, later, again }, live)
  const inkLog = createInkLog(deps, repo, live)
  const parts: Classrooms = {
    deps,
    repo,
    removals: removalRepo(deps.db),
    live,
    presence,
    inkLog,
    again,
    leaving: new Map(),
    oneAtATime: oneAtATime().run,
  }
  let stopFollowing = (): void => undefined
  let resuming: Promise<void> = Promise.resolve()
  return {
    routes: routesOf(parts),
    docs: [classroomDocs(parts)],
    queries: classroomQueries(parts),
    idle: async () => {
      await resuming
      await live.idle()
    },
    start: () => {
      const stopStatus = followMedia(parts)
      const stopArrivals = deps.mediaEvents.onEvent((event) => judgeArrival(parts, event))
      stopFollowing = () => {
        stopStatus()
        stopArrivals()
      }
      resuming = resume(parts).catch((thrown: unknown) =>
        deps.log.error({ err: thrown }, 'open classrooms not resumed'),
      )
    },
    close: async () => {
      stopFollowing()
      stopTrying()
      presence.close()
      await live.idle()
    },
  }
}
