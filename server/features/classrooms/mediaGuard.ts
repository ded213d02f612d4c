import type { MediaEvent } from '#server/platform/livekit/MediaEvent.ts'
import type { DeviceId, LessonId, UserId } from '#shared/ids.ts'
import { placeOf } from './places.ts'
import type { StoredClassroom } from './repo.ts'
import type { Classrooms } from './wiring.ts'

type Leaving = {
  readonly userIds: readonly UserId[] | 'everybody'
  readonly lessonId?: LessonId
}

/** Asked of the media server, not of our own list: a page of another's making need not be on it. */
const putOutOf = async (
  { deps }: Classrooms,
  { mediaRoom }: StoredClassroom,
  userIds: Leaving['userIds'],
): Promise<void> => {
  const present = await deps.media.participants(mediaRoom)
  for (const { userId, deviceId } of present)
    if (userIds === 'everybody' || userIds.some((id) => id === userId))
      await deps.media.removeParticipant(mediaRoom, userId as UserId, deviceId as DeviceId)
}

/**
 * Ends these people's sound and picture in every open classroom, or in those of one lesson, the
 * moment what they may do has changed. Whoever may still come asks for a fresh ticket and is judged
 * anew, as with sockets. A media server that is away has nobody in it: that is logged, not thrown.
 */
export const putOut = async (parts: Classrooms, leaving: Leaving): Promise<void> => {
  const open = await Promise.all((await parts.repo.open()).map(parts.repo.find))
  await Promise.all(
    open.map(async (room) => {
      if (!room || (leaving.lessonId && room.lessonId !== leaving.lessonId)) return
      try {
        await putOutOf(parts, room, leaving.userIds)
      } catch (thrown) {
        parts.deps.log.warn({ err: thrown, classroomId: room.classroomId }, 'nobody put out')
      }
    }),
  )
}

/** What this person is in the room at this moment; null: nothing. */
const placeNow = async ({ deps }: Classrooms, room: StoredClassroom, userId: UserId) => {
  const person = await deps.people.signedIn(userId)
  const lesson = person && (await deps.lessons.read(room.lessonId))
  if (!person || !lesson) return null
  const abilities = await deps.lessons.abilitiesOf(person, room.lessonId)
  return placeOf({ sites: lesson.sites, abilities: [...abilities] }, person)
}

/**
 * A ticket is good for ten minutes, and what its holder may do can change before it is used: whoever
 * comes is judged once more, and sent away when they may no longer come, or no longer send.
 */
export const judgeArrival = async (parts: Classrooms, event: MediaEvent): Promise<void> => {
  if (event.type !== 'participant_joined') return
  const { media } = parts.deps
  const room = await parts.repo.ofMediaRoom(event.room)
  const userId = event.userId as UserId
  const place = room && room.state.phase !== 'ended' ? await placeNow(parts, room, userId) : null
  if (place && place.role !== 'observer') return
  const present = await media.participants(event.room)
  const arrived = present.find(
    (one) => one.userId === event.userId && one.deviceId === event.deviceId,
  )
  if (arrived && (!place || arrived.publishes))
    await media.removeParticipant(event.room, userId, event.deviceId as DeviceId)
}
