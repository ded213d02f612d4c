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

/** The media server refuses, or does not answer, `times` times; those in the room stay there. */
const breakRemovals = (times: number): void => {
  let left = times
  const remove = stage.media.removeParticipant
  stage.media.removeParticipant = async (...who) => {
    left -= 1
    if (left >= 0) throw new Error('no answer within 5 s')
    await remove(...who)
  }
}
const pauses = () => stage.world.timers.filter(({ off }) => !off).map(({ afterMs }) => afterMs)

describe('a removal the media server does not do', () => {
  beforeEach(() => {
    for (const person of [zhou, li]) stage.media.join(room, person.userId, deskOf(person))
  })
  const putOut = () => stage.server.feature.queries.putOut({ userIds: [li.userId], lessonId })

  it('is asked for again, after pauses that double, until it is done', async () => {
    breakRemovals(4)
    await putOut()
    const waited: number[] = []
    for (let tries = 0; tries < 4; tries += 1) {
      await expect.poll(pauses).toHaveLength(1)
      waited.push(...pauses())
      expect(inRoom()).toContain(identity(li))
      await stage.pass()
    }
    expect(waited).toEqual([1000, 2000, 4000, 8000])
    await expect.poll(inRoom).toEqual([identity(zhou)])
    expect(pauses()).toEqual([])
  })

  it('is not asked for twice at a time, and given up when no ticket of then is good any more', async () => {
    breakRemovals(1000)
    await Promise.all([putOut(), putOut()])
    let waitedMs = 0
    for (let tries = 0; tries < 100 && pauses().length > 0; tries += 1) {
      expect(pauses()).toHaveLength(1)
      waitedMs += pauses()[0] ?? 0
      await stage.pass()
      // Failing takes a few turns; nothing else is on its way.
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(pauses()).toEqual([])
    expect(waitedMs).toBeGreaterThan(570_000)
    expect(waitedMs).toBeLessThanOrEqual(600_000)
  })

  it('is one try for all who leave a room meanwhile, and the ten minutes are the last one’s', async () => {
    breakRemovals(3)
    await putOut()
    await stage.pass()
    await expect.poll(pauses).toEqual([2000])
    for (let times = 0; times < 20; times += 1)
      await stage.server.feature.queries.putOut({ userIds: [zhou.userId], lessonId })
    expect(inRoom()).toEqual([])
    breakRemovals(1000)
    stage.media.join(room, li.userId, deskOf(li))
    for (let times = 0; times < 20; times += 1) await putOut()
    expect(pauses()).toEqual([2000])
    let waitedMs = 0
    for (let tries = 0; tries < 100 && pauses().length > 0; tries += 1) {
      if (tries === 10) await putOut()
      waitedMs += pauses()[0] ?? 0
      await stage.pass()
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(waitedMs).toBeGreaterThan(700_000)
  })

  it('is not asked for where there is no media server', async () => {
    stage.media.set('absent')
    await putOut()
    expect(pauses()).toEqual([])
  })

  it('is found again by the process that comes after the one that wanted it', async () => {
    stage.world.revoked.add(li.userId)
    breakRemovals(1)
    await putOut()
    expect(inRoom()).toContain(identity(li))
    await stage.restart()
    await expect.poll(inRoom).toEqual([identity(zhou)])
  })

  it('is gone on with by the process that comes after, also of those who may still come', async () => {
    breakRemovals(1)
    await putOut()
    await stage.restart()
    expect(inRoom()).toContain(identity(li))
    expect(pauses()).toEqual([1000])
    await stage.pass()
    await expect.poll(inRoom).toEqual([identity(zhou)])
    const kept = () => stage.db.selectFrom('media_removal').selectAll().execute()
    await expect.poll(kept).toEqual([])
    // And not by the one after that, when they are in again.
    await arrive(li)
    await stage.restart()
    expect(pauses()).toEqual([])
    expect(inRoom()).toContain(identity(li))
  })

  it('is not gone on with when no ticket of then is good any more', async () => {
    breakRemovals(1)
    await putOut()
    stage.world.nowMs += 600_000
    await stage.restart()
    expect(pauses()).toEqual([])
    expect(inRoom()).toContain(identity(li))
  })

  it('is found again when the media server is back', async () => {
    stage.world.revoked.add(li.userId)
    breakRemovals(1)
    await putOut()
    stage.media.set('ready', 'back')
    await expect.poll(inRoom).toEqual([identity(zhou)])
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
