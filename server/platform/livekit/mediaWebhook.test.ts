import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createLog } from '../log.ts'
import type { MediaEvent } from './MediaEvent.ts'
import { mediaWebhook } from './mediaWebhook.ts'

const apiKey = 'key'
const apiSecret = 's'.repeat(36)
const nowMs = Date.now()

const base64url = (value: string): string => Buffer.from(value).toString('base64url')

/** LiveKit's own way of signing, by hand, so that each part can be made wrong. */
const sign = (
  body: string,
  more: { secret?: string; alg?: string; claims?: Record<string, unknown> } = {},
): string => {
  const head = base64url(JSON.stringify({ alg: more.alg ?? 'HS256', typ: 'JWT' }))
  const claims = base64url(
    JSON.stringify({
      iss: apiKey,
      nbf: Math.floor(nowMs / 1000) - 5,
      exp: Math.floor(nowMs / 1000) + 300,
      sha256: createHash('sha256').update(body).digest('base64'),
      ...more.claims,
    }),
  )
  const tag = createHmac('sha256', more.secret ?? apiSecret)
    .update(`${head}.${claims}`)
    .digest('base64url')
  return `${head}.${claims}.${more.alg === 'none' ? '' : tag}`
}

const message = (more: Record<string, unknown> = {}): string =>
  JSON.stringify({
    id: 'EV_1',
    event: 'participant_joined',
    createdAt: String(Math.floor(nowMs / 1000)),
    room: { name: 'room_0000' },
    participant: { identity: 'user_0000:device_0000' },
    ...more,
  })

describe('mediaWebhook', () => {
  let events: MediaEvent[]
  let fails = false
  let webhook: ReturnType<typeof mediaWebhook>
  const server = createServer((request, response) => webhook.handle(request, response))

  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => server.close())
  beforeEach(() => {
    events = []
    fails = false
    webhook = mediaWebhook({
      credentials: () => ({ apiKey, apiSecret }),
      clock: { now: () => nowMs },
      log: createLog('silent'),
    })
    webhook.onEvent((event) => {
      if (fails) throw new Error('database is busy')
      events.push(event)
    })
  })

  const post = async (body: string, authorization: string | null = sign(body)): Promise<number> => {
    const { port } = server.address() as AddressInfo
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body,
      headers: authorization === null ? {} : { authorization },
    })
    return answer.status
  }

  it('turns what it understands into events', async () => {
    const at = { room: 'room_0000', atMs: Math.floor(nowMs / 1000) * 1000 }
    const who = { userId: 'user_0000', deviceId: 'device_0000' }
    for (const [id, event] of [
      ['1', 'participant_joined'],
      ['2', 'participant_left'],
      ['3', 'participant_connection_aborted'],
      ['4', 'room_finished'],
      ['5', 'track_published'],
    ])
      expect(await post(message({ id, event }))).toBe(200)
    expect(await post(message({ id: '6', participant: { identity: 'EG_recorder' } }))).toBe(200)
    expect(events).toEqual([
      { id: '1', type: 'participant_joined', ...at, ...who },
      { id: '2', type: 'participant_left', ...at, ...who },
      { id: '3', type: 'participant_left', ...at, ...who },
      { id: '4', type: 'room_finished', ...at },
    ])
  })

  it('takes each event once, also when two copies come together', async () => {
    expect(await Promise.all([post(message()), post(message())])).toEqual([200, 200])
    expect(await post(message())).toBe(200)
    expect(events).toHaveLength(1)
  })

  it('asks for it again when it could not be kept', async () => {
    fails = true
    expect(await post(message())).toBe(500)
    fails = false
    expect(await post(message())).toBe(200)
    expect(events).toHaveLength(1)
  })

  it.each<[string, () => [string, string | null]]>([
    ['no signature', () => [message(), null]],
    ['rubbish', () => [message(), 'Bearer x']],
    ['another secret', () => [message(), sign(message(), { secret: 'x'.repeat(36) })]],
    ['no algorithm', () => [message(), sign(message(), { alg: 'none' })]],
    ['another issuer', () => [message(), sign(message(), { claims: { iss: 'other' } })]],
    ['an old signature', () => [message(), sign(message(), { claims: { exp: 1 } })]],
    ['no expiry', () => [message(), sign(message(), { claims: { exp: undefined } })]],
    ['another body', () => [message({ id: 'EV_2' }), sign(message())]],
    ['no body hash', () => [message(), sign(message(), { claims: { sha256: undefined } })]],
    ['no id', () => [message({ id: '' }), sign(message({ id: '' }))]],
    [
      'an event of six minutes ago',
      () => {
        const body = message({ createdAt: String(Math.floor(nowMs / 1000) - 360) })
        return [body, sign(body)]
      },
    ],
  ])('refuses %s', async (_what, make) => {
    expect(await post(...make())).toBe(401)
    expect(events).toEqual([])
  })

  it('accepts none of 500 changed bodies', async () => {
    const body = message()
    const authorization = sign(body)
    const statuses = new Set<number>()
    for (let at = 0; at < 500; at += 1) {
      const bytes = Buffer.from(body)
      bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << (at % 7))
      statuses.add(await post(bytes.toString('latin1'), authorization))
    }
    expect([...statuses]).toEqual([401])
    expect(events).toEqual([])
  })

  it('reads no more than 64 KB', async () => {
    expect(await post('x'.repeat(70_000))).toBe(413)
  })
})
