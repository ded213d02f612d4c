import { createHash } from 'node:crypto'
import { request } from 'node:http'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { testDb } from '#server/testing/testDb.ts'
import type { RecordingId } from '#shared/ids.ts'
import { createWorld, he, lessonId, lin, shi, stranger, take, type World } from './fixtures/kit.ts'
import { sliceKey } from './keys.ts'

const SEGMENT = 'segment-00001'
const WEBM = 'video/webm;codecs=vp8,opus'
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const hash = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')
const codeOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { code: string }).code

let world: World
afterEach(() => world.dispose())

const opened = async (): Promise<RecordingId> => {
  world = await createWorld(await testDb())
  const recordingId = await world.begin()
  expect((await world.open(lin, recordingId, SEGMENT, 1000, WEBM)).status).toBe(200)
  return recordingId
}

describe('opening a segment', () => {
  it('is for the teacher of the site, while recording runs', async () => {
    const recordingId = await opened()
    const path = `/recordings/${recordingId}/segments`
    const body = {
      segmentId: 'segment-00009',
      deviceId: 'device-00001',
      site: 'far',
      view: 'teacher',
      startMs: 0,
      mime: WEBM,
    }
    expect(await codeOf(await world.post(lin, path, body))).toBe('forbidden')
    expect(await codeOf(await world.post(he, path, body))).toBe('forbidden')
    expect(await codeOf(await world.post(stranger, path, body))).toBe('not-found')
    world.state.keeps.clear()
    expect(await codeOf(await world.post(shi, path, body))).toBe('recordings/not-recording')
    expect(await world.db.selectFrom('segment').selectAll().execute()).toHaveLength(1)
  })

  it('again answers with what has been received', async () => {
    const recordingId = await opened()
    await world.put(lin, recordingId, SEGMENT, 3, bytes('drei'))
    const again = await world.open(lin, recordingId, SEGMENT, 1000, WEBM)
    expect(await again.json()).toEqual({ segmentId: SEGMENT, received: [3], closed: false })
  })
})

describe('a slice', () => {
  it('is on the disk when it is answered, and the same bytes again change nothing', async () => {
    const recordingId = await opened()
    const first = await world.put(lin, recordingId, SEGMENT, 0, bytes('eins'))
    expect(await first.json()).toEqual({ received: 0 })
    const stored = await world.storage.read(sliceKey(recordingId, SEGMENT as never, 0))
    expect(new TextDecoder().decode(stored ?? undefined)).toBe('eins')
    expect((await world.put(lin, recordingId, SEGMENT, 0, bytes('eins'))).status).toBe(200)
    const other = await world.put(lin, recordingId, SEGMENT, 0, bytes('zwei'))
    expect([other.status, await codeOf(other)]).toEqual([409, 'recordings/slice-mismatch'])
    expect(await world.storage.read(sliceKey(recordingId, SEGMENT as never, 0))).toEqual(stored)
  })

  it('with a wrong hash, no bytes or too many of them keeps nothing', async () => {
    const recordingId = await opened()
    const put = (number: number, body: Uint8Array, headers = {}) =>
      world.put(lin, recordingId, SEGMENT, number, body, headers)
    expect((await put(0, bytes('a'), { 'x-slice-sha256': hash(bytes('b')) })).status).toBe(400)
    expect((await put(0, bytes('a'), { 'x-slice-sha256': 'kein Hash' })).status).toBe(400)
    expect((await put(0, new Uint8Array(0))).status).toBe(400)
    expect((await put(0, new Uint8Array(16 * 1024 * 1024 + 1))).status).toBe(413)
    expect(await world.db.selectFrom('slice').selectAll().execute()).toEqual([])
    expect((await put(0, bytes('a'), { 'x-slice-sha256': hash(bytes('a')) })).status).toBe(200)
  })

  it('of somebody else is not found', async () => {
    const recordingId = await opened()
    expect((await world.put(shi, recordingId, SEGMENT, 0, bytes('a'))).status).toBe(404)
  })

  it('that breaks off in the middle leaves nothing', async () => {
    const recordingId = await opened()
    const { port } = new URL((await world.send(lin, '/recordings/x')).url)
    await new Promise<void>((done) => {
      const half = request({
        port,
        host: '127.0.0.1',
        method: 'PUT',
        path: `/api/recordings/${recordingId}/segments/${SEGMENT}/slices/0`,
        headers: { 'content-length': '1000' },
      })
      half.on('error', () => done())
      half.write(new Uint8Array(500), () => half.destroy())
    })
    expect(await world.db.selectFrom('slice').selectAll().execute()).toEqual([])
    expect((await world.put(lin, recordingId, SEGMENT, 0, bytes('ganz'))).status).toBe(200)
  })

  it('is refused without consent, and that moment stays a cut after the end', async () => {
    const recordingId = await opened()
    const at = (ms: number) => ({ 'x-slice-at-ms': String(ms) })
    await world.put(lin, recordingId, SEGMENT, 0, bytes('a'), at(1000))
    world.state.keeps.clear()
    const refused = await world.put(lin, recordingId, SEGMENT, 5, bytes('f'), at(6000))
    expect(await codeOf(refused)).toBe('recordings/not-recording')
    await world.feature().queries.end(recordingId, 60_000)
    expect((await world.put(lin, recordingId, SEGMENT, 6, bytes('g'), at(7000))).status).toBe(409)
    expect((await world.put(lin, recordingId, SEGMENT, 1, bytes('b'), at(2000))).status).toBe(200)
  })

  it('captured before the stop is welcome later, one from after it never', async () => {
    const recordingId = await opened()
    await world.feature().queries.end(recordingId, 4000)
    world.state.keeps.clear()
    const at = (ms: number) => ({ 'x-slice-at-ms': String(ms) })
    expect((await world.put(lin, recordingId, SEGMENT, 0, bytes('a'), at(3999))).status).toBe(200)
    expect((await world.put(lin, recordingId, SEGMENT, 1, bytes('b'), at(4000))).status).toBe(409)
  })
})

describe('a full disk', () => {
  it('answers 507 and takes the slice when there is room again', async () => {
    let full = true
    world = await createWorld(await testDb(), {
      storage: (real) => ({
        ...real,
        write: (key, content) => {
          if (full) throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
          return real.write(key, content)
        },
      }),
    })
    const recordingId = await world.begin()
    await world.open(lin, recordingId, SEGMENT, 1000, WEBM)
    const refused = await world.put(lin, recordingId, SEGMENT, 0, bytes('a'))
    expect([refused.status, await codeOf(refused)]).toEqual([507, 'storage-full'])
    expect(await world.db.selectFrom('slice').selectAll().execute()).toEqual([])
    full = false
    expect((await world.put(lin, recordingId, SEGMENT, 0, bytes('a'))).status).toBe(200)
  })
})

describe('loudness', () => {
  it('is written where it belongs, in any order, and read back on the session clock', async () => {
    const recordingId = await opened()
    const put = (fromIndex: number, values: number[]) =>
      world.post(lin, `/recordings/${recordingId}/segments/${SEGMENT}/levels`, {
        fromIndex,
        values,
      })
    expect((await put(4, [40, 50])).status).toBe(200)
    expect((await put(0, [1, 2])).status).toBe(200)
    const { slices, mime } = take('first')
    await world.open(lin, recordingId, 'segment-00002', 2000, mime)
    for (const [number, slice] of slices.entries())
      await world.put(lin, recordingId, 'segment-00002', number, slice)
    await world.close(lin, recordingId, 'segment-00002', slices.length, 8000)
    await world.close(lin, recordingId, SEGMENT, 0, 1600)
    await world.feature().queries.end(recordingId, 8000)
    world.state.nowMs += 60_000
    await world.feature().sweep()
    await world.feature().idle()
    const recording = await world.feature().queries.find(recordingId)
    expect(recording?.tracks[0]?.levels).toEqual({
      startMs: 1000,
      stepMs: 100,
      values: [1, 2, 0, 0, 40, 50],
    })
    expect((await put(199_999, [1, 1])).status).toBe(400)
  })
})

type Step =
  | { readonly kind: 'put'; readonly number: number; readonly variant: number }
  | { readonly kind: 'restart' }
  | { readonly kind: 'reopen' }

const steps = fc.array(
  fc.oneof<fc.Arbitrary<Step>[]>(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('put' as const),
        number: fc.integer({ min: 0, max: 6 }),
        variant: fc.integer({ min: 0, max: 1 }),
      }),
    } as never,
    { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) } as never,
    { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) } as never,
  ),
  { minLength: 5, maxLength: 30 },
)

describe('[F18] any order, doubles and restarts', () => {
  it('store exactly what the model says', async () => {
    world = await createWorld(await testDb())
    const recordingId = await world.begin()
    let count = 0
    await fc.assert(
      fc.asyncProperty(steps, async (schedule) => {
        const segmentId = `segment-run-${String(count++).padStart(4, '0')}`
        await world.open(lin, recordingId, segmentId, 1000, WEBM)
        const model = new Map<number, number>()
        const content = (number: number, variant: number) => bytes(`${number}-${variant}`)
        for (const step of schedule) {
          if (step.kind === 'restart') await world.restart()
          if (step.kind === 'reopen') {
            const answer = await world.open(lin, recordingId, segmentId, 1000, WEBM)
            const { received } = (await answer.json()) as { received: number[] }
            expect(received).toEqual([...model.keys()].sort((a, b) => a - b))
          }
          if (step.kind !== 'put') continue
          const known = model.get(step.number)
          const body = content(step.number, step.variant)
          const answer = await world.put(lin, recordingId, segmentId, step.number, body)
          expect(answer.status).toBe(known === undefined || known === step.variant ? 200 : 409)
          if (known === undefined) model.set(step.number, step.variant)
        }
        for (const [number, variant] of model)
          expect(
            Buffer.from(
              (await world.storage.read(sliceKey(recordingId, segmentId as never, number))) ?? [],
            ),
          ).toEqual(Buffer.from(content(number, variant)))
      }),
      { numRuns: 60 },
    )
  })

  it('two uploads of one number at once keep one of them whole', async () => {
    const recordingId = await opened()
    for (let number = 0; number < 20; number++) {
      const bodies = [bytes(`a${number}`), bytes(`b${number}`)]
      const answers = await Promise.all(
        bodies.map((body) => world.put(lin, recordingId, SEGMENT, number, body)),
      )
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409])
      const stored = await world.storage.read(sliceKey(recordingId, SEGMENT as never, number))
      const winner = bodies[answers.findIndex((answer) => answer.status === 200)]
      expect(Buffer.from(stored ?? [])).toEqual(Buffer.from(winner ?? []))
    }
  })
})

describe('somebody taken off the lesson', () => {
  const DAY_MS = 24 * 60 * 60_000
  const at = (ms: number) => ({ 'x-slice-at-ms': String(ms) })
  const send = async (recordingId: RecordingId, number: number, ms: number): Promise<string> => {
    const response = await world.put(lin, recordingId, SEGMENT, number, bytes(`${number}`), at(ms))
    return response.ok ? 'kept' : codeOf(response)
  }
  /** Filmed from 1 s on; taken off at 11 s of the session, while it is being recorded. */
  const takenOff = async (): Promise<RecordingId> => {
    const recordingId = await opened()
    world.state.nowMs += 11_000
    world.state.takenOff.add(lin.userId)
    await world.feature().queries.cutOff(lessonId, [lin.userId])
    return recordingId
  }

  it('still brings what was filmed before, and nothing filmed after', async () => {
    const recordingId = await takenOff()
    expect(await send(recordingId, 8, 9000)).toBe('kept')
    expect(await send(recordingId, 10, 11_000)).toBe('recordings/no-longer-yours')
    // More slices than the time before gave are not from that time, whatever they say.
    expect(await send(recordingId, 40, 9500)).toBe('recordings/no-longer-yours')
    const again = await world.open(lin, recordingId, SEGMENT, 1000, WEBM)
    expect(await again.json()).toMatchObject({ received: [8] })
  })

  it('begins nothing new', async () => {
    const recordingId = await takenOff()
    const fresh = await world.open(lin, recordingId, 'segment-00002', 1000, WEBM)
    expect(await codeOf(fresh)).toBe('not-found')
  })

  it('has a week for it', async () => {
    const recordingId = await takenOff()
    world.state.nowMs += 7 * DAY_MS
    expect(await send(recordingId, 1, 2000)).toBe('kept')
    world.state.nowMs += 1
    expect(await send(recordingId, 2, 3000)).toBe('recordings/no-longer-yours')
  })

  it('after the lesson brings all of it, also when nobody cut it off', async () => {
    const recordingId = await opened()
    await world.feature().queries.end(recordingId, 60_000)
    world.state.takenOff.add(lin.userId)
    expect(await send(recordingId, 50, 51_000)).toBe('kept')
    expect(await send(recordingId, 59, 60_000)).toBe('recordings/no-longer-yours')
  })

  it('whose colleague goes on: the colleague is not cut', async () => {
    const recordingId = await takenOff()
    expect((await world.open(shi, recordingId, 'segment-00003', 1000, WEBM)).status).toBe(200)
    const headers = at(20_000)
    const kept = await world.put(shi, recordingId, 'segment-00003', 0, bytes('x'), headers)
    expect(kept.status).toBe(200)
  })
})
