import type { DocGrant, DocGuard, DocOwner } from '#server/platform/sync/ports.ts'
import type { Actor } from '#shared/access/actor.ts'
import { INK_ROOT, STATE_ROOT } from '#shared/classrooms/ink.ts'
import { isOwnInk } from '#shared/classrooms/inkGuard.ts'
import { mayDraw } from '#shared/classrooms/rules.ts'
import { sessionTime } from '#shared/classrooms/sessionTime.ts'
import { type ClassroomId, classroomIdSchema } from '#shared/ids.ts'
import { placeIn, placeOf } from './places.ts'
import type { Classrooms } from './wiring.ts'
import { writeState } from './writeState.ts'

/** Turned away, or no longer allowed: their sound and picture end as well. */
const dropMedia = async (
  { live, deps }: Classrooms,
  classroomId: ClassroomId,
  actor: Actor,
): Promise<void> => {
  if (actor.kind !== 'person') return
  const { state, mediaRoom } = await live.read(classroomId)
  for (const { userId, deviceId } of state.people)
    if (userId === actor.userId) await deps.media.removeParticipant(mediaRoom, userId, deviceId)
}

/** Everybody with `observe` reads; the two teachers draw, and nothing else; the server writes the rest. */
export const classroomDocs = (parts: Classrooms): DocOwner => {
  const { deps, repo, live, presence, inkLog } = parts

  const authorize = async (actor: Actor, id: string): Promise<DocGrant | null> => {
    const parsed = classroomIdSchema.safeParse(id)
    const stored = parsed.success ? await repo.find(parsed.data) : null
    if (!stored || actor.kind !== 'person') return null
    const { classroomId, lessonId, state } = stored
    const abilities = await deps.lessons.abilitiesOf(actor, lessonId)
    const lesson = await deps.lessons.read(lessonId)
    const place = lesson && placeOf({ sites: lesson.sites, abilities: [...abilities] }, actor)
    if (!place) {
      if (state.people.some(({ userId }) => userId === actor.userId))
        await dropMedia(parts, classroomId, actor)
      return null
    }
    const card = await deps.people.card(actor.userId)
    const draws = mayDraw(place.role) && state.phase !== 'ended'
    return {
      access: draws ? 'write' : 'read',
      identity: { userId: actor.userId, name: actor.name, hue: card?.hue ?? 'lin' },
      decided: place,
    }
  }

  const guard: DocGuard = ({ events, doc, grant, actor }) => {
    const site = placeIn(grant)?.site
    // A greeting that brings nothing new changes nothing.
    if (events.length === 0) return true
    return (
      actor.kind === 'person' &&
      site !== null &&
      site !== undefined &&
      doc.getMap(STATE_ROOT).get('phase') === 'live' &&
      isOwnInk(events, doc, { userId: actor.userId, site })
    )
  }

  return {
    kind: 'classroom',
    roots: { [STATE_ROOT]: 'map', [INK_ROOT]: 'map' },
    authorize,
    guard,
    initialContent: async (id, doc) => {
      const stored = await repo.find(classroomIdSchema.parse(id))
      if (stored) writeState(doc, stored.state)
    },
    onAccepted: (id, events, connection) => {
      const doc = events[0]?.target.doc
      const startedAtMs = doc?.getMap(STATE_ROOT).get('startedAtMs')
      const sessionMs = sessionTime(
        {
          startedAtMs: typeof startedAtMs === 'number' ? startedAtMs : null,
          stepStartedMs: null,
          floorSinceMs: 0,
        },
        deps.clock.now(),
      )
      return inkLog.accepted(classroomIdSchema.parse(id), events, connection, sessionMs)
    },
    onConnections: (id, connections) => {
      const classroomId = classroomIdSchema.parse(id)
      inkLog.left(classroomId, connections)
      void live.read(classroomId).then(
        () => presence.update(classroomId),
        (thrown: unknown) => deps.log.error({ err: thrown, classroomId }, 'classroom is missing'),
      )
    },
  }
}
