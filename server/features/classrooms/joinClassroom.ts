import { instant } from '#server/platform/clock.ts'
import { personOf } from '#server/platform/http/route.ts'
import type { Actor } from '#shared/access/actor.ts'
import { unchanged } from '#shared/classrooms/change.ts'
import { owesNotice } from '#shared/classrooms/consent.ts'
import type { Classroom, Surface } from '#shared/classrooms/model.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { ClassroomId, DeviceId } from '#shared/ids.ts'
import { docName } from '#shared/sync/docName.ts'
import { forgetDevices, seat } from './devices.ts'
import type { LiveClassroom } from './liveClassrooms.ts'
import { refreshPlan } from './refreshPlan.ts'
import { seenBy } from './seenBy.ts'
import type { Classrooms } from './wiring.ts'

type Join = {
  readonly deviceId: DeviceId
  readonly surface: Surface
  readonly publishes: boolean
  readonly takeOver?: boolean | undefined
}
type Ticket = { readonly url: string; readonly token: string; readonly expiresAt: string }

/** Null when media are not to be had, or while this person has yet to see the recording notice. */
const ticketFor = async (
  { deps }: Classrooms,
  classroom: LiveClassroom,
  seen: Classroom,
  actor: Actor,
  deviceId: DeviceId,
): Promise<Ticket | null> => {
  const { userId, name } = personOf(actor)
  if (owesNotice(classroom.state, userId)) return null
  const publishes = classroom.devices.known[deviceId]?.publishes ?? false
  try {
    const ticket = await deps.media.createTicket({
      room: classroom.mediaRoom,
      userId,
      deviceId,
      name,
      role: seen.role,
      publishes,
    })
    return { url: ticket.url, token: ticket.token, expiresAt: instant(ticket.expiresAtMs) }
  } catch (thrown) {
    // The lesson goes on without sound and picture; the state of the media server is on the page.
    if (thrown instanceof AppError && thrown.code === 'classrooms/media-not-ready') return null
    throw thrown
  }
}

/** Whether somebody else is here with this device: its place is not another's to change. */
const isHeldByAnother = async (
  { deps }: Classrooms,
  { classroomId, state }: LiveClassroom,
  deviceId: DeviceId,
  actor: Actor,
): Promise<boolean> => {
  const holder = state.people.find((one) => one.deviceId === deviceId)?.userId
  if (!holder || holder === personOf(actor).userId) return false
  const connections = await deps.docs.connections(docName('classroom', classroomId))
  // A computer at which another has signed in is listed as of whoever was before for a few seconds.
  return connections.some(
    (one) =>
      one.deviceId === deviceId && one.actor.kind === 'person' && one.actor.userId === holder,
  )
}

/**
 * Enters with one device: seats it, tells everybody, and hands over a media ticket when there is
 * one to be had. Joining again with the same device is how a page comes back after any loss.
 */
export const joinClassroom = async (
  parts: Classrooms,
  actor: Actor,
  classroomId: ClassroomId,
  join: Join,
): Promise<{ readonly classroom: Classroom; readonly ticket: Ticket | null }> => {
  const { lessonId } = await parts.live.read(classroomId)
  const lesson = await parts.deps.lessons.need(actor, lessonId, 'observe')
  await refreshPlan(parts, classroomId, lesson)
  await parts.live.change(classroomId, async (classroom) => {
    if (classroom.state.phase === 'ended') throw new AppError('classrooms/ended')
    if (await isHeldByAnother(parts, classroom, join.deviceId, actor))
      throw new AppError('conflict')
    const { site } = seenBy(classroom, lesson, actor)
    const { surface, publishes, takeOver = false } = join
    const asked = { surface, site, publishes, takeOver }
    return {
      ...unchanged(classroom.state),
      devices: seat(forgetDevices(classroom.devices, classroom.state.people), join.deviceId, asked),
    }
  })
  await parts.presence.update(classroomId)
  const classroom = await parts.live.read(classroomId)
  const seen = seenBy(classroom, lesson, actor)
  return {
    classroom: seen,
    ticket: await ticketFor(parts, classroom, seen, actor, join.deviceId),
  }
}
