import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeviceId, UserId } from '#shared/ids.ts'
import type { JoinTicket, MediaServer, MediaStatus } from './MediaServer.ts'

export type JoinRequest = Parameters<MediaServer['createTicket']>[0]

export type MediaHarness = {
  readonly media: MediaServer
  /** A browser uses the ticket. `ended` settles when the server ends the connection. */
  join(
    ticket: JoinTicket,
    request: JoinRequest,
  ): Promise<{ readonly ended: Promise<void>; leave(): void }>
  /** The server dies without warning; settles when it answers again, its rooms forgotten. */
  crashAndRecover(): Promise<void>
  close(): Promise<void>
}

/** What every media server must do; `[MS…]` are its rules. */
export const describeMediaServer = (
  name: string,
  makeHarness: () => Promise<MediaHarness>,
  startMs: number,
): void => {
  describe(`MediaServer: ${name}`, () => {
    let harness: MediaHarness
    let serial = 0

    const request = (more: Partial<JoinRequest> = {}): JoinRequest => ({
      room: 'room_0000',
      userId: `user_${serial++}_0000` as UserId,
      deviceId: 'device_0000' as DeviceId,
      name: '王老师',
      role: 'lead',
      publishes: true,
      ...more,
    })
    const enter = async (more: Partial<JoinRequest> = {}) => {
      const asked = request(more)
      const person = await harness.join(await harness.media.createTicket(asked), asked)
      return { ...person, asked }
    }
    const who = (asked: JoinRequest) => ({
      userId: asked.userId,
      deviceId: asked.deviceId,
      publishes: asked.publishes && asked.role !== 'observer',
    })
    const present = (room: string) => harness.media.participants(room)

    beforeAll(async () => {
      harness = await makeHarness()
    }, startMs)
    afterAll(() => harness?.close())

    it('[MS1] makes the room with the first ticket and lists who came', async () => {
      const one = await enter({ room: 'room_ms1', name: '甲' })
      const two = await enter({ room: 'room_ms1', role: 'observer', publishes: false })
      await expect
        .poll(() => present('room_ms1'))
        .toEqual(expect.arrayContaining([who(one.asked), who(two.asked)]))
      one.leave()
      two.leave()
    })

    it('[MS2] tickets live 600 s and point at the studio’s own origin', async () => {
      const before = Date.now()
      const ticket = await harness.media.createTicket(request({ room: 'room_ms2' }))
      expect(ticket.url).toBe('/')
      // Whole seconds in the token: up to one is lost to rounding.
      expect(ticket.expiresAtMs).toBeGreaterThanOrEqual(before + 599_000)
      expect(ticket.expiresAtMs).toBeLessThanOrEqual(Date.now() + 601_000)
    })

    it('[MS3] sends one device away and leaves the others', async () => {
      const one = await enter({ room: 'room_ms3' })
      const two = await enter({ room: 'room_ms3' })
      await expect.poll(() => present('room_ms3')).toHaveLength(2)
      await harness.media.removeParticipant('room_ms3', one.asked.userId, one.asked.deviceId)
      await one.ended
      await expect.poll(() => present('room_ms3')).toEqual([who(two.asked)])
      two.leave()
    })

    it('[MS4] ends a room for everybody', async () => {
      const one = await enter({ room: 'room_ms4' })
      await expect.poll(() => present('room_ms4')).toHaveLength(1)
      await harness.media.closeRoom('room_ms4')
      await one.ended
      expect(await present('room_ms4')).toEqual([])
    })

    it('[MS5] finds it fine when a room or person is not there', async () => {
      await harness.media.closeRoom('room_nobody')
      const { userId, deviceId } = request()
      await harness.media.removeParticipant('room_nobody', userId, deviceId)
      await harness.media.createTicket(request({ room: 'room_ms5' }))
      await harness.media.removeParticipant('room_ms5', userId, deviceId)
      expect(await present('room_nobody')).toEqual([])
    })

    it('[MS7] says who may send, by the ticket they came with', async () => {
      const lead = await enter({ room: 'room_ms7' })
      const second = await enter({ room: 'room_ms7', publishes: false })
      const observer = await enter({ room: 'room_ms7', role: 'observer' })
      await expect
        .poll(async () =>
          Object.fromEntries(
            (await present('room_ms7')).map(({ userId, publishes }) => [userId, publishes]),
          ),
        )
        .toEqual({
          [lead.asked.userId]: true,
          [second.asked.userId]: false,
          [observer.asked.userId]: false,
        })
      for (const person of [lead, second, observer]) person.leave()
    })

    it('[MS6] comes back after a crash: told, refused meanwhile, room made again', async () => {
      const one = await enter({ room: 'room_ms6' })
      const states: MediaStatus['state'][] = []
      const refused: unknown[] = []
      const off = harness.media.onStatus((status) => {
        states.push(status.state)
        if (status.state === 'down')
          harness.media.createTicket(request({ room: 'room_ms6' })).catch((error: unknown) => {
            refused.push(error)
          })
      })
      await harness.crashAndRecover()
      await one.ended
      off()
      expect(states).toEqual(['down', 'ready'])
      expect(refused).toMatchObject([{ code: 'classrooms/media-not-ready', status: 503 }])
      expect(await present('room_ms6')).toEqual([])
      const back = await enter({ ...one.asked })
      await expect.poll(() => present('room_ms6')).toEqual([who(one.asked)])
      back.leave()
    })
  })
}
