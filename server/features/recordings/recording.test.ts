import { afterEach, describe, expect, it } from 'vitest'
import { testDb } from '#server/testing/testDb.ts'
import type { RecordingId } from '#shared/ids.ts'
import type { Recording } from '#shared/recordings/model.ts'
import { runThread } from './assemble/runThread.ts'
import type { RunAssembly } from './assembleRecording.ts'
import {
  classroomId,
  createWorld,
  guest,
  he,
  lessonId,
  lin,
  shi,
  stranger,
  take,
  type World,
} from './fixtures/kit.ts'

let world: World
afterEach(() => world.dispose())

const send = async (
  who: typeof lin,
  recordingId: RecordingId,
  segmentId: string,
  name: 'first' | 'second',
  startMs: number,
  lost: readonly number[] = [],
): Promise<void> => {
  const { slices, mime } = take(name)
  await world.open(who, recordingId, segmentId, startMs, mime)
  for (const [number, slice] of slices.entries())
    if (!lost.includes(number)) await world.put(who, recordingId, segmentId, number, slice)
  await world.close(who, recordingId, segmentId, slices.length, startMs + slices.length * 1000)
}

const settle = async (): Promise<void> => {
  await world.feature().sweep()
  await world.feature().idle()
}

/** The other site never came: a minute of silence decides. */
const settleAlone = (): Promise<void> => {
  world.state.nowMs += 60_000
  return settle()
}

const found = async (recordingId: RecordingId): Promise<Recording> => {
  const recording = await world.feature().queries.find(recordingId)
  if (!recording) throw new Error('no recording')
  return recording
}

const rawSlices = async (): Promise<number> =>
  (await world.db.selectFrom('slice').selectAll().execute()).length

describe('a lesson of two sites', () => {
  it('is recording, uploading, then ready with one part a site, and everybody hears of it', async () => {
    world = await createWorld(await testDb())
    const recordingId = await world.begin()
    expect(await world.begin()).toBe(recordingId)
    await send(lin, recordingId, 'segment-near1', 'first', 1000)
    expect((await found(recordingId)).status).toBe('recording')
    await world.feature().queries.end(recordingId, 20_000)
    await send(shi, recordingId, 'segment-far01', 'second', 500)
    await settle()
    const recording = await found(recordingId)
    expect(recording).toMatchObject({
      status: 'ready',
      progress: 1,
      receivedSlices: 10,
      startMs: 524,
    })
    expect(recording.tracks.map((track) => [track.site, track.parts.length])).toEqual([
      ['near', 1],
      ['far', 1],
    ])
    expect(Math.abs(recording.endMs - 7000)).toBeLessThan(300)
    expect(world.notes).toContain('recording.ready')
    expect(world.state.stage).toBe('study')
    const told = world.events.filter(({ topic }) => topic === `recording:${recordingId}`)
    const statuses = told.map(({ event }) =>
      event.type === 'recording.changed' ? event.recording.status : '',
    )
    expect(statuses[0]).toBe('recording')
    expect(statuses[statuses.length - 1]).toBe('ready')
    expect(world.events.some(({ topic }) => topic === `lesson:${lessonId}`)).toBe(true)
    expect(await world.feature().queries.counts([lessonId])).toEqual(new Map([[lessonId, 1]]))
  })

  it('waits a minute of silence for what was announced, then takes what is there', async () => {
    world = await createWorld(await testDb())
    const recordingId = await world.begin()
    await send(lin, recordingId, 'segment-near1', 'first', 1000, [4, 5])
    await world.feature().queries.end(recordingId, 20_000)
    world.state.nowMs += 59_000
    await settle()
    expect(await found(recordingId)).toMatchObject({
      status: 'uploading',
      receivedSlices: 4,
      expectedSlices: 6,
    })
    world.state.nowMs += 1000
    await settle()
    expect((await found(recordingId)).status).toBe('ready')
  })

  it('takes in what a device brings after it was ready', async () => {
    world = await createWorld(await testDb())
    const recordingId = await world.begin()
    await send(lin, recordingId, 'segment-near1', 'first', 1000)
    await world.feature().queries.end(recordingId, 20_000)
    await settleAlone()
    const before = await found(recordingId)
    await send(shi, recordingId, 'segment-far01', 'second', 500)
    await settle()
    const after = await found(recordingId)
    expect(after.status).toBe('ready')
    expect(after.tracks).toHaveLength(2)
    expect(
      await world.storage.size(
        `recordings/${recordingId}/parts/${before.tracks[0]?.parts[0]?.partId}.webm`,
      ),
    ).toBe(null)
    expect(world.notes.filter((kind) => kind === 'recording.ready')).toHaveLength(1)
  })

  it('without a single byte is an honest failure', async () => {
    world = await createWorld(await testDb())
    const recordingId = await world.begin()
    await world.feature().queries.end(recordingId, 20_000)
    world.state.nowMs += 60_000
    await settle()
    expect(await found(recordingId)).toMatchObject({ status: 'failed', failure: 'nothing' })
  })

  it('that nobody ended is ended when consent is over and nothing arrives', async () => {
    world = await createWorld(await testDb())
    const recordingId = await world.begin()
    await send(lin, recordingId, 'segment-near1', 'first', 1000)
    await world.restart()
    world.state.nowMs += 60_000
    await settle()
    expect((await found(recordingId)).status).toBe('recording')
    world.state.keeps.clear()
    await settle()
    await settle()
    expect((await found(recordingId)).status).toBe('ready')
  })
})

describe('when assembling fails', () => {
  const scripted =
    (outcomes: ('die' | 'work')[]): RunAssembly =>
    (parts) =>
      outcomes.shift() === 'die' ? Promise.reject(new Error('thread died')) : runThread(parts)

  it('tries three times, keeps every slice, and says so', async () => {
    world = await createWorld(await testDb(), { runAssembly: scripted(['die', 'die', 'die']) })
    const recordingId = await world.begin()
    await send(lin, recordingId, 'segment-near1', 'first', 1000)
    await world.feature().queries.end(recordingId, 20_000)
    for (const status of ['processing', 'processing', 'failed']) {
      await settleAlone()
      expect((await found(recordingId)).status).toBe(status)
      world.state.nowMs += 60_000
    }
    expect(await found(recordingId)).toMatchObject({ failure: 'internal', receivedSlices: 6 })
    expect(await rawSlices()).toBe(6)
  })

  it('goes on after a restart of the server', async () => {
    world = await createWorld(await testDb(), { runAssembly: scripted(['die', 'work']) })
    const recordingId = await world.begin()
    await send(lin, recordingId, 'segment-near1', 'first', 1000)
    await world.feature().queries.end(recordingId, 20_000)
    await settleAlone()
    await world.restart()
    await settle()
    expect((await found(recordingId)).status).toBe('ready')
  })

  it('stopped in mid-job by the server, is done by the next one', async () => {
    let started: () => void = () => undefined
    const running = new Promise<void>((resolve) => {
      started = resolve
    })
    let first = true
    const hanging: RunAssembly = (parts) => {
      if (!first) return runThread(parts)
      first = false
      started()
      return new Promise((_resolve, reject) =>
        parts.signal.addEventListener('abort', () => reject(new Error('stopped'))),
      )
    }
    world = await createWorld(await testDb(), { runAssembly: hanging })
    const recordingId = await world.begin()
    await send(lin, recordingId, 'segment-near1', 'first', 1000)
    await world.feature().queries.end(recordingId, 20_000)
    world.state.nowMs += 60_000
    await world.feature().sweep()
    await running
    await world.restart()
    expect((await found(recordingId)).status).toBe('processing')
    await settle()
    expect((await found(recordingId)).status).toBe('ready')
  })
})

describe('an imported recording', () => {
  it('is probed, ready at once, and keeps its loudness', async () => {
    world = await createWorld(await testDb())
    const recordingId = await world.begin()
    await send(lin, recordingId, 'segment-near1', 'first', 1000)
    await world.feature().queries.end(recordingId, 20_000)
    await settleAlone()
    const part = (await found(recordingId)).tracks[0]?.parts[0]
    const content = await world.storage.read(`recordings/${recordingId}/parts/${part?.partId}.webm`)
    const track = {
      site: 'near' as const,
      view: 'teacher' as const,
      personId: lin.userId,
      startMs: 3000,
      mime: 'video/webm',
      content: content!,
      levels: [1, 2, 3],
    }
    const whole = { lessonId, classroomId, createdAtMs: 5, tracks: [track] }
    const imported = await found(await world.feature().queries.importReady(whole))
    expect(imported).toMatchObject({ status: 'ready', startMs: 3000 })
    expect(Math.abs(imported.endMs - 9000)).toBeLessThan(300)
    expect(imported.tracks[0]?.levels).toEqual({ startMs: 3000, stepMs: 100, values: [1, 2, 3] })
    await expect(
      world.feature().queries.importReady({
        ...whole,
        tracks: [{ ...track, content: new TextEncoder().encode('<html>') }],
      }),
    ).rejects.toMatchObject({ code: 'recordings/bad-media' })
    // Its slices never were ours: nothing can be joined to it, and nothing is lost by trying.
    const late = await world.open(lin, imported.recordingId, 'segment-late1', 3500, 'video/webm')
    expect(late.status).toBe(409)
  })
})

describe('bytes of a part', () => {
  const ready = async () => {
    world = await createWorld(await testDb())
    const recordingId = await world.begin()
    await send(lin, recordingId, 'segment-near1', 'first', 1000)
    await world.feature().queries.end(recordingId, 20_000)
    await settleAlone()
    const part = (await found(recordingId)).tracks[0]!.parts[0]!
    return { recordingId, part, path: `/recordings/${recordingId}/parts/${part.partId}` }
  }
  const range = (value: string) => ({ headers: { range: value } })

  it('come whole or by range, with headers that let them do nothing', async () => {
    const { part, path } = await ready()
    const whole = await world.send(he, path)
    expect(whole.status).toBe(200)
    expect(whole.headers.get('content-security-policy')).toContain('sandbox')
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff')
    const bytes = Buffer.from(await whole.arrayBuffer())
    expect(bytes.length).toBe(part.sizeBytes)
    const some = await world.send(he, path, range('bytes=10-19'))
    expect([some.status, some.headers.get('content-range')]).toEqual([
      206,
      `bytes 10-19/${part.sizeBytes}`,
    ])
    expect(Buffer.from(await some.arrayBuffer())).toEqual(bytes.subarray(10, 20))
    const tail = await world.send(he, path, range('bytes=-5'))
    expect(Buffer.from(await tail.arrayBuffer())).toEqual(bytes.subarray(-5))
    const beyond = await world.send(he, path, range(`bytes=${part.sizeBytes}-`))
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([
      416,
      `bytes */${part.sizeBytes}`,
    ])
    const stale = await world.send(he, path, {
      headers: { range: 'bytes=0-1', 'if-range': '"another"' },
    })
    expect(stale.status).toBe(200)
    await stale.arrayBuffer()
  })

  it('reach a guest only while the link allows it, and nobody else', async () => {
    const { recordingId, part, path } = await ready()
    expect((await world.send(guest, path, range('bytes=0-1'))).status).toBe(206)
    world.state.guestMayPlay = false
    expect((await world.send(guest, path)).status).toBe(404)
    expect((await world.send(stranger, path)).status).toBe(404)
    expect((await world.send({ kind: 'anyone' }, path)).status).toBe(401)
    world.state.guestMayPlay = true
    await world.db.updateTable('part').set({ view: 'room' }).where('id', '=', part.partId).execute()
    expect((await world.send(guest, path)).status).toBe(404)
    expect((await world.send(guest, `/recordings/${recordingId}`)).status).toBe(401)
  })

  it('read and list need the lesson', async () => {
    const { recordingId } = await ready()
    expect((await world.send(he, `/recordings/${recordingId}`)).status).toBe(200)
    expect((await world.send(stranger, `/recordings/${recordingId}`)).status).toBe(404)
    const list = await world.send(he, `/lessons/${lessonId}/recordings`)
    expect(((await list.json()) as { recordings: unknown[] }).recordings).toHaveLength(1)
    const [topic] = world.feature().topics ?? []
    expect(await topic?.mayListen(he, recordingId)).toBe(true)
    expect(await topic?.mayListen(stranger, recordingId)).toBe(false)
    expect(await topic?.mayListen(guest, recordingId)).toBe(false)
  })
})
