import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { ClassroomId } from '#shared/ids.ts'
import { beginLesson } from './testing/beginLesson.ts'
import {
  type ClassroomStage,
  classroomStage,
  li,
  START,
  shen,
  zhou,
} from './testing/classroomStage.ts'

let stage: ClassroomStage
let classroomId: ClassroomId
beforeEach(async () => {
  stage = await classroomStage()
  classroomId = (await stage.open()).classroomId
})
afterEach(() => stage.stop())

const begin = () => beginLesson(stage, classroomId)
const lesson = async () => (await stage.events(classroomId)).map(({ data }) => data.type)

const stroke = (by: string, more: Record<string, unknown> = {}) => {
  const points = new Y.Array<number>()
  points.push([0.1, 0.1, 0, 0.2, 0.2, 40])
  return new Y.Map<unknown>(
    Object.entries({
      site: by === li.userId ? 'far' : 'near',
      page: 1,
      by,
      width: 0.005,
      startMs: 2000,
      done: true,
      erased: false,
      points,
      ...more,
    }),
  )
}

describe('ink', () => {
  it('reaches the other room and the log, each stroke at the time it began', async () => {
    const { near, far } = await begin()
    stage.world.nowMs = START + 10_000
    far.ink.set('stroke-001', stroke(li.userId))
    await stage.until('the near room sees it', () => near.ink.has('stroke-001'))
    await stage.server.feature.idle()
    far.ink.get('stroke-001')?.set('erased', true)
    await stage.until('it is gone', () => near.ink.get('stroke-001')?.get('erased') === true)
    await stage.server.feature.idle()
    const ink = (await stage.events(classroomId)).filter(({ data }) => data.type.startsWith('ink'))
    expect(ink).toMatchObject([
      { atMs: 2000, actorId: li.userId, data: { type: 'ink.drawn', site: 'far', page: 1 } },
      { atMs: 10_000, actorId: li.userId, data: { type: 'ink.erased', strokeId: 'stroke-001' } },
    ])
  })

  it('is in the log once, however often it is marked or added to, and with what was added when its pen is put down', async () => {
    const { near, far } = await begin()
    const strokes = async () => {
      await stage.server.feature.idle()
      const acts = (await stage.events(classroomId)).map(({ data }) => data)
      return acts.flatMap((data) => (data.type === 'ink.drawn' ? [data.points.length] : []))
    }
    far.ink.set('stroke-001', stroke(li.userId))
    far.ink.set('stroke-002', stroke(li.userId))
    const [added, marked] = ['stroke-001', 'stroke-002'].map((id) => far.ink.get(id))
    for (let i = 1; i <= 3; i += 1) {
      marked?.set('done', true)
      const points = added?.get('points') as Y.Array<number>
      points.push([0.3, 0.3, 40 + i])
    }
    marked?.set('erased', true)
    marked?.set('erased', true)
    far.ink.set('stroke-003', stroke(li.userId))
    await stage.until('all of it is there', () => near.ink.has('stroke-003'))
    expect(await strokes()).toEqual([6, 6, 6])
    expect((await lesson()).filter((type) => type === 'ink.erased')).toHaveLength(1)
    far.leave()
    await expect.poll(strokes).toEqual([6, 6, 6, 15])
  })

  it('puts down the pen of whoever drops out', async () => {
    const { near, far } = await begin()
    far.ink.set('stroke-002', stroke(li.userId, { done: false }))
    await stage.until('the near room sees it', () => near.ink.has('stroke-002'))
    expect(await lesson()).not.toContain('ink.drawn')
    far.leave()
    await stage.until('the stroke is done', () => near.ink.get('stroke-002')?.get('done') === true)
    await stage.server.feature.idle()
    expect(await lesson()).toContain('ink.drawn')
  })

  it('brings what the log missed into it at the end of the lesson', async () => {
    const { near, far } = await begin()
    far.ink.set('stroke-003', stroke(li.userId, { done: false }))
    await stage.until('the near room sees it', () => near.ink.has('stroke-003'))
    await stage.restart()
    await stage.send(zhou, classroomId, { type: 'lesson.end' })
    const drawn = (await lesson()).filter((type) => type === 'ink.drawn')
    expect(drawn).toHaveLength(1)
  })

  it('and what was added to a stroke after its pen was put down, on a line that is still open then', async () => {
    const { near, far } = await begin()
    far.ink.set('stroke-004', stroke(li.userId, { done: false }))
    await stage.until('the near room sees it', () => near.ink.has('stroke-004'))
    far.leave()
    await stage.until('it is put down', () => near.ink.get('stroke-004')?.get('done') === true)
    await stage.server.feature.idle()
    // The page drew on without a line, and is back.
    const back = await stage.enter(li, classroomId, 'li-desk0')
    await stage.until('it has the stroke', () => back.ink.has('stroke-004'))
    const pointsIn = ({ ink }: typeof near) =>
      ink.get('stroke-004')?.get('points') as Y.Array<number>
    pointsIn(back).push([0.3, 0.3, 80])
    back.ink.get('stroke-004')?.set('done', true)
    await stage.until('the near room sees the rest', () => pointsIn(near).length === 9)
    await stage.send(zhou, classroomId, { type: 'lesson.end' })
    const acts = (await stage.events(classroomId)).map(({ data }) => data)
    const drawn = acts.flatMap((data) => (data.type === 'ink.drawn' ? [data.points.length] : []))
    expect(drawn).toEqual([6, 9])
  })

  it.each([
    [
      'somebody else’s name',
      (client: Awaited<ReturnType<typeof begin>>['far']) =>
        void client.ink.set('stroke-009', stroke(zhou.userId)),
    ],
    [
      'the step',
      (client: Awaited<ReturnType<typeof begin>>['far']) =>
        void client.doc.getMap('state').set('stepIndex', 1),
    ],
    [
      'the recording',
      (client: Awaited<ReturnType<typeof begin>>['far']) =>
        void client.doc.getMap('state').set('recording', { phase: 'recording' }),
    ],
    [
      'a place of its own',
      (client: Awaited<ReturnType<typeof begin>>['far']) =>
        void client.doc.getMap('mine').set('x', 1),
    ],
  ])('refuses a client that writes %s', async (_name, write) => {
    const { near, far } = await begin()
    write(far)
    await stage.until('it was thrown out', () => far.codes.includes(4422))
    expect(near.state()).toMatchObject({ stepIndex: 0, recording: { phase: 'off' } })
    expect(near.ink.has('stroke-009')).toBe(false)
  })

  it('takes none from observers', async () => {
    const { near } = await begin()
    const watcher = await stage.enter(shen, classroomId, 'shen-tab1')
    watcher.ink.set('stroke-010', stroke(shen.userId))
    await stage.until('it was thrown out', () => watcher.codes.some((code) => code >= 4400))
    expect(near.ink.has('stroke-010')).toBe(false)
  })
})
