import { afterEach, describe, expect, it } from 'vitest'
import { testDb } from '#server/testing/testDb.ts'
import type { RecordingId } from '#shared/ids.ts'
import type { Recording } from '#shared/recordings/model.ts'
import { createWorld, he, lin, shi, stranger, take, type World } from './fixtures/kit.ts'

let world: World
afterEach(() => world.dispose())

/** Two sites, both said to show the teacher; put together from takes of half a second. */
const recorded = async (): Promise<RecordingId> => {
  world = await createWorld(await testDb())
  const recordingId = await world.begin()
  const { mime, slices } = take('first')
  for (const [person, segmentId] of [
    [lin, 'segment-near1'],
    [shi, 'segment-far01'],
  ] as const) {
    await world.open(person, recordingId, segmentId, 1000, mime)
    for (const [number, slice] of slices.entries())
      await world.put(person, recordingId, segmentId, number, slice)
    await world.close(person, recordingId, segmentId, slices.length, 60_000)
  }
  await world.feature().queries.end(recordingId, 60_000)
  await world.feature().sweep()
  await world.feature().idle()
  return recordingId
}
const change = (recordingId: RecordingId, body: object, who = lin) =>
  world.send(who, `/recordings/${recordingId}/labels`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const labels = ({ tracks }: Recording) =>
  Object.fromEntries(tracks.map(({ site, view, personId }) => [`${site} ${view}`, personId ?? '']))
const find = async (recordingId: RecordingId): Promise<Recording> => {
  const found = await world.feature().queries.find(recordingId)
  if (!found) throw new Error('no recording')
  return found
}
const toRoom = { change: 'view', site: 'far', view: 'teacher', to: 'room' }

describe('labels of a recording', () => {
  it('say what a camera showed, corrected for everybody and told at once', async () => {
    const recordingId = await recorded()
    world.events.length = 0
    const answer = await change(recordingId, toRoom)
    expect(labels((await answer.json()) as Recording)).toEqual({
      'near teacher': lin.userId,
      'far room': shi.userId,
    })
    expect(world.events.map(({ event }) => event.type)).toContain('recording.changed')
  })

  it('say which site it was, when the two were mixed up', async () => {
    const recordingId = await recorded()
    expect((await change(recordingId, { change: 'swap-sites' })).status).toBe(200)
    expect(labels(await find(recordingId))).toEqual({
      'far teacher': lin.userId,
      'near teacher': shi.userId,
    })
  })

  it('stay corrected when a late slice has it put together anew', async () => {
    const recordingId = await recorded()
    await change(recordingId, toRoom)
    const { mime, slices } = take('second')
    await world.open(lin, recordingId, 'segment-late1', 30_000, mime)
    for (const [number, slice] of slices.entries())
      await world.put(lin, recordingId, 'segment-late1', number, slice)
    await world.close(lin, recordingId, 'segment-late1', slices.length, 59_000)
    await world.feature().sweep()
    await world.feature().idle()
    expect(Object.keys(labels(await find(recordingId)))).toContain('far room')
  })

  it('are for who manages the lesson', async () => {
    const recordingId = await recorded()
    expect((await change(recordingId, toRoom, shi)).status).toBe(403)
    expect((await change(recordingId, toRoom, he)).status).toBe(403)
    expect((await change(recordingId, toRoom, stranger)).status).toBe(404)
    const none = await change(recordingId, { ...toRoom, view: 'room', to: 'teacher' })
    expect(none.status).toBe(404)
  })

  it('wait until the recording is whole', async () => {
    world = await createWorld(await testDb())
    const recordingId = await world.begin()
    const early = await change(recordingId, { change: 'swap-sites' })
    expect(((await early.json()) as { code: string }).code).toBe('recordings/not-ready')
  })
})
