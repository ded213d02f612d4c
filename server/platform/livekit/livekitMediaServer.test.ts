import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { ClassroomRole } from '#shared/classrooms/model.ts'
import type { DeviceId, UserId } from '#shared/ids.ts'
import { createLog } from '../log.ts'
import { absentLink } from './absentLink.ts'
import { livekitMediaServer } from './livekitMediaServer.ts'
import type { MediaEvent } from './MediaEvent.ts'
import { describeMediaServer } from './mediaServer.contract.ts'
import { type TestMedia, testMedia, untilState } from './testMedia.ts'

/** The first run on a machine compiles the media server; later ones find it in the cache. */
const buildMs = 900_000

const pidOf = async (dataDir: string): Promise<number> =>
  JSON.parse(await readFile(join(dataDir, 'media', 'livekit.pid.json'), 'utf8')).pid

const signal = async (port: number, token: string, origin?: string): Promise<WebSocket> => {
  const socket = new WebSocket(
    `ws://127.0.0.1:${port}/rtc?access_token=${token}&protocol=16&auto_subscribe=1&sdk=js&version=2.23.0`,
    origin === undefined ? {} : { origin },
  )
  socket.on('error', () => undefined)
  await once(socket, 'message')
  return socket
}

const started = async (): Promise<TestMedia> => {
  const test = await testMedia()
  await untilState(test.media.media, 'ready')
  return test
}

describeMediaServer(
  'LiveKit',
  async () => {
    const test = await started()
    return {
      media: test.media.media,
      join: async (ticket) => {
        const socket = await signal(test.port, ticket.token)
        const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
        return { ended, leave: () => socket.terminate() }
      },
      crashAndRecover: async () => {
        const down = untilState(test.media.media, 'down')
        process.kill(await pidOf(test.dataDir), 'SIGKILL')
        await down
        await untilState(test.media.media, 'ready')
      },
      close: test.close,
    }
  },
  buildMs,
)

it('nobody is in a room where there is no media server: nothing to be tried again', async () => {
  const media = livekitMediaServer({ link: absentLink('off'), log: createLog('silent') })
  expect(await media.participants('room_none')).toEqual([])
})

describe('the real media server', () => {
  let test: TestMedia
  const ask = (room: string) => ({
    room,
    userId: 'user_0000' as UserId,
    deviceId: 'device_0000' as DeviceId,
    name: '王老师',
    role: 'lead' as const,
    publishes: true,
  })
  beforeAll(async () => {
    test = await started()
  }, buildMs)
  afterAll(() => test?.close())

  it('keeps its keys and configuration to their owner', async () => {
    // The note of the process is written beside its start.
    for (const name of ['keys.json', 'livekit.yaml', 'livekit.pid.json'])
      await vi.waitFor(
        async () =>
          expect((await stat(join(test.dataDir, 'media', name))).mode & 0o777).toBe(0o600),
        { timeout: 20_000 },
      )
    const keys = JSON.parse(await readFile(join(test.dataDir, 'media', 'keys.json'), 'utf8'))
    expect(keys.apiSecret.length).toBeGreaterThanOrEqual(32)
  })

  it('tells who comes and goes', async () => {
    const events: MediaEvent[] = []
    onTestFinished(test.media.webhook.onEvent((event) => void events.push(event)))
    const ticket = await test.media.media.createTicket(ask('room_hook'))
    const socket = await signal(test.port, ticket.token)
    socket.close()
    await test.media.media.closeRoom('room_hook')
    const facts = { room: 'room_hook', id: expect.stringMatching(/.+/), atMs: expect.any(Number) }
    await expect
      .poll(() => events, { timeout: 15_000 })
      .toContainEqual({ type: 'room_finished', ...facts })
    const who = { userId: 'user_0000', deviceId: 'device_0000' }
    expect(events).toContainEqual({ type: 'participant_left', ...facts, ...who })
  })

  it('lets nobody into a room no ticket made', async () => {
    const ticket = await test.media.media.createTicket(ask('room_gone'))
    await test.media.media.closeRoom('room_gone')
    const answer = await fetch(
      `http://127.0.0.1:${test.port}/rtc/validate?access_token=${ticket.token}`,
    )
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('requested room does not exist')
  })

  it('lets nobody reach its API through the studio', async () => {
    for (const path of ['/twirp/livekit.RoomService/ListRooms', '/rtc/../twirp/x', '/rtcx', '/'])
      expect((await fetch(`http://127.0.0.1:${test.port}${path}`)).status).toBe(404)
  })

  it('refuses a signalling connection another site opened', async () => {
    const ticket = await test.media.media.createTicket(ask('room_origin'))
    const own = `http://127.0.0.1:${test.port}`
    const good = await signal(test.port, ticket.token, own)
    good.terminate()
    const bad = new WebSocket(`ws://127.0.0.1:${test.port}/rtc?access_token=${ticket.token}`, {
      origin: 'https://elsewhere.example',
    })
    const [error] = await once(bad, 'error')
    expect(String(error)).toContain('403')
  })
})

describe('tickets', () => {
  const link = {
    start: () => undefined,
    address: () => 'http://127.0.0.1:1',
    credentials: () => ({ apiKey: 'key', apiSecret: 's'.repeat(32) }),
    status: () => ({ state: 'ready' as const, detail: '' }),
    onStatus: () => () => undefined,
    close: async () => undefined,
  }

  /** Grants of each role, publishing or not: everything the token may hold. */
  const av = ['camera', 'microphone']
  const cases: readonly [ClassroomRole, boolean, readonly string[]][] = [
    ['lead', true, [...av, 'screen_share', 'screen_share_audio']],
    ['assist', true, av],
    ['observer', true, []],
    ['lead', false, []],
    ['assist', false, []],
    ['observer', false, []],
  ]

  let test: TestMedia
  beforeAll(async () => {
    test = await started()
  }, buildMs)
  afterAll(() => test?.close())

  it.each(cases)('%s, publishes %s, may send %j and nothing else', async (role, publishes, may) => {
    const { token } = await test.media.media.createTicket({
      room: 'room_0000',
      userId: 'user_0000' as UserId,
      deviceId: 'device_0000' as DeviceId,
      name: '王老师',
      role,
      publishes,
    })
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8'))
    const { apiKey } = JSON.parse(await readFile(join(test.dataDir, 'media', 'keys.json'), 'utf8'))
    expect(claims).toEqual({
      iss: apiKey,
      sub: 'user_0000:device_0000',
      name: '王老师',
      nbf: expect.any(Number),
      exp: expect.any(Number),
      video: {
        room: 'room_0000',
        roomJoin: true,
        canSubscribe: true,
        canPublish: may.length > 0,
        canPublishSources: may,
        canPublishData: may.length > 0,
      },
    })
    expect(claims.exp - claims.nbf).toBe(600)
  })

  it('are refused by name when the server does not answer', async () => {
    const media = livekitMediaServer({ link, log: createLog('silent') })
    await expect(
      media.createTicket({
        room: 'room_0000',
        userId: 'user_0000' as UserId,
        deviceId: 'device_0000' as DeviceId,
        name: '',
        role: 'lead',
        publishes: true,
      }),
    ).rejects.toMatchObject({ code: 'classrooms/media-not-ready' })
  })
})
