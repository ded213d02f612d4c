import type { MediaEvent } from '#server/platform/livekit/MediaEvent.ts'
import type { MediaParticipant } from '#server/platform/livekit/MediaServer.ts'
import type { DeviceId, LessonId, UserId } from '#shared/ids.ts'
import { AGAIN_FOR_MS } from './createAgain.ts'
import { placeOf } from './places.ts'
import type { PutOut } from './removalRepo.ts'
import type { StoredClassroom } from './repo.ts'
import type { Classrooms } from './wiring.ts'

type Leaving = { readonly userIds: PutOut; readonly lessonId?: LessonId }

/** Asked of the media server, not of our own list: a page of another's making need not be on it. */
const putOutOf = async (
  { deps }: Classrooms,
  { mediaRoom }: StoredClassroom,
  who: PutOut,
): Promise<void> => {
  const present = await deps.media.participants(mediaRoom)
  for (const { userId, deviceId } of present)
    if (who === 'everybody' || who.some((id) => id === userId))
      await deps.media.removeParticipant(mediaRoom, userId as UserId, deviceId as DeviceId)
}

/** Whoever is still to be put out of a room, all in one try: rights may be withdrawn by the hundred. */
const remember = ({ leaving }: Classrooms, { classroomId }: StoredClassroom, who: PutOut): void => {
  const known = leaving.get(classroomId) ?? []
  const all = who === 'everybody' || known === 'everybody'
  leaving.set(classroomId, all ? 'everybody' : [...new Set([...known, ...who])])
}

const putOutRemembered = async (parts: Classrooms, room: StoredClassroom): Promise<void> => {
  const who = parts.leaving.get(room.classroomId)
  if (!who) return
  // Who joins them from here on is for another try.
  parts.leaving.delete(room.classroomId)
  try {
    await putOutOf(parts, room, who)
  } catch (thrown) {
    remember(parts, room, who)
    throw thrown
  }
  await parts.removals.done(room.classroomId, who)
}

/** Until it is done, also by the process that comes after this one: `goOnPuttingOut`. */
const putOutLater = (parts: Classrooms, room: StoredClassroom): void => {
  const { classroomId } = room
  parts.again(
    `put out of ${classroomId}`,
    () => putOutRemembered(parts, room),
    () => parts.leaving.delete(classroomId),
  )
}

/**
 * Ends these people's sound and picture in every open classroom, or in those of one lesson, the
 * moment what they may do has changed. Whoever may still come asks for a fresh ticket and is judged
 * anew, as with sockets. A media server that fails or does not answer holds nobody up: it is asked
 * again until it has done it.
 */
export const putOut = async (parts: Classrooms, leaving: Leaving): Promise<void> => {
  const { repo, removals, deps } = parts
  const open = await Promise.all((await repo.open()).map(repo.find))
  await Promise.all(
    open.map(async (room) => {
      if (!room || (leaving.lessonId && room.lessonId !== leaving.lessonId)) return
      const { classroomId } = room
      remember(parts, room, leaving.userIds)
      try {
        await putOutRemembered(parts, room)
      } catch (thrown) {
        deps.log.warn({ err: thrown, classroomId }, 'nobody put out yet')
        putOutLater(parts, room)
        await removals.keep(classroomId, leaving.userIds, deps.clock.now() + AGAIN_FOR_MS)
      }
    }),
  )
}

/** After a start: whom an earlier process could not put out, also those who may still come. */
export const goOnPuttingOut = async (parts: Classrooms): Promise<void> => {
  for (const [classroomId, who] of await parts.removals.pending(parts.deps.clock.now())) {
    const room = await parts.repo.find(classroomId)
    if (!room) continue
    remember(parts, room, who)
    putOutLater(parts, room)
  }
}

/** What this person is in the room at this moment; null: nothing. */
const placeNow = async ({ deps }: Classrooms, room: StoredClassroom, userId: UserId) => {
  const person = await deps.people.signedIn(userId)
  const lesson = person && (await deps.lessons.read(room.lessonId))
  if (!person || !lesson) return null
  const abilities = await deps.lessons.abilitiesOf(person, room.lessonId)
  return placeOf({ sites: lesson.sites, abilities: [...abilities] }, person)
}

const placeIfOpen = async (parts: Classrooms, room: StoredClassroom | null, userId: UserId) =>
  room && room.state.phase !== 'ended' ? placeNow(parts, room, userId) : null

/** Sends away whom of these may no longer be there, or no longer send. */
const judge = async (
  parts: Classrooms,
  { mediaRoom, room }: { readonly mediaRoom: string; readonly room: StoredClassroom | null },
  present: readonly MediaParticipant[],
): Promise<void> => {
  for (const { publishes, ...who } of present) {
    const userId = who.userId as UserId
    const place = await placeIfOpen(parts, room, userId)
    if (place && (place.role !== 'observer' || !publishes)) continue
    await parts.deps.media.removeParticipant(mediaRoom, userId, who.deviceId as DeviceId)
  }
}

/**
 * A ticket is good for ten minutes, and what its holder may do can change before it is used: whoever
 * comes is judged once more, and sent away when they may no longer come, or no longer send. When it
 * throws, the media server tells of the arrival again.
 */
export const judgeArrival = async (parts: Classrooms, event: MediaEvent): Promise<void> => {
  if (event.type !== 'participant_joined') return
  const mediaRoom = event.room
  const room = await parts.repo.ofMediaRoom(mediaRoom)
  const place = await placeIfOpen(parts, room, event.userId as UserId)
  if (place && place.role !== 'observer') return
  const present = await parts.deps.media.participants(mediaRoom)
  const arrived = present.filter(
    ({ userId, deviceId }) => userId === event.userId && deviceId === event.deviceId,
  )
  await judge(parts, { mediaRoom, room }, arrived)
}

/**
 * Judges whoever is in an open classroom: after a start, and when the media server is back. Those a
 * process wanted to put out when it died are found by it.
 */
export const judgePresent = async (parts: Classrooms): Promise<void> => {
  for (const classroomId of await parts.repo.open()) {
    const judgeRoom = async (): Promise<void> => {
      const room = await parts.repo.find(classroomId)
      if (!room) return
      const { mediaRoom } = room
      await judge(parts, { mediaRoom, room }, await parts.deps.media.participants(mediaRoom))
    }
    await judgeRoom().catch((err: unknown) => {
      parts.deps.log.warn({ err, classroomId }, 'nobody judged yet')
      parts.again(`judge ${classroomId}`, judgeRoom)
    })
  }
}
