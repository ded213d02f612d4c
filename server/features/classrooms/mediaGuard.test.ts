import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '#shared/access/actor.ts'
import type { ClassroomId, DeviceId } from '#shared/ids.ts'
import {
  type ClassroomStage,
  classroomStage,
  lessonId,
  li,
  zhou,
} from './testing/classroomStage.ts'

let stage: ClassroomStage
let classroomId: ClassroomId
let room: string
beforeEach(async () => {
  stage = await classroomStage()
  stage.server.feature.start?.()
  classroomId = (await stage.open()).classroomId
  for (const person of [zhou, li]) await stage.join(person, classroomId, deskOf(person))
  room = stage.media.tickets[0]!.room
})
afterEach(() => stage.stop())

const deskOf = ({ userId }: Person) => `${userId}-desk` as DeviceId
const identity = (person: Person) => `${person.userId}:${deskOf(person)}`
const inRoom = () => [...(stage.media.rooms.get(room) ?? [])]

/** A browser uses the ticket it was given earlier, and the media server tells us of it. */
const arrive = async (person: Person): Promise<void> => {
  stage.media.join(room, person.userId, deskOf(person))
  for (const tell of stage.world.mediaListeners)
    await tell({
      type: 'participant_joined',
      id: identity(person),
      room,
      userId: person.userId,
      deviceId: deskOf(person),
      atMs: stage.world.nowMs,
    })
}

describe('put out of the media room', () => {
  it('takes the person named and nobody else, without any socket of theirs', async () => {
    for (const person of [zhou, li]) stage.media.join(room, person.userId, deskOf(person))
    await stage.server.feature.queries.putOut({ userIds: [li.userId], lessonId })
    expect(inRoom()).toEqual([identity(zhou)])
  })

  it('leaves other lessons alone', async () => {
    stage.media.join(room, li.userId, deskOf(li))
    const elsewhere = 'lesson-9999' as typeof lessonId
    await stage.server.feature.queries.putOut({ userIds: [li.userId], lessonId: elsewhere })
    expect(inRoom()).toEqual([identity(li)])
  })

  it('does not fail while the media server is away', async () => {
    stage.media.set('down')
    await stage.server.feature.queries.putOut({ userIds: [li.userId] })
    expect(inRoom()).toEqual([])
  })
})

describe('whoever comes with a ticket of before', () => {
  it('stays when nothing has changed', async () => {
    await arrive(zhou)
    await arrive(li)
    expect(inRoom()).toEqual([identity(zhou), identity(li)])
  })

  it.each(['revoked', 'demoted', 'signedOut'] as const)('is sent away when %s', async (change) => {
    stage.world[change].add(li.userId)
    await arrive(zhou)
    await arrive(li)
    expect(inRoom()).toEqual([identity(zhou)])
  })

  it('may watch when a fresh ticket says no more than that', async () => {
    stage.world.demoted.add(li.userId)
    await stage.join(li, classroomId, deskOf(li))
    await arrive(li)
    expect(inRoom()).toEqual([identity(li)])
  })
})
