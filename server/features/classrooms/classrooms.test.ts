import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ClassroomEvent } from '#shared/classrooms/events.ts'
import type { ClassroomId, RecordingId } from '#shared/ids.ts'
import { beginLesson } from './testing/beginLesson.ts'
import {
  type ClassroomStage,
  classroomStage,
  lessonId,
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

const failure = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
    return 'allowed'
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? String(thrown)
  }
}
const types = (events: readonly ClassroomEvent[]) => events.map(({ data }) => data.type)
const lesson = async (): Promise<ClassroomEvent['data']['type'][]> =>
  types(await stage.events(classroomId))

const begin = () => beginLesson(stage, classroomId)

describe('opening', () => {
  it('answers with the one classroom that is open, also to two at once', async () => {
    const [one, two] = await Promise.all([stage.open(), stage.open(li)])
    expect([one.classroomId, two.classroomId]).toEqual([classroomId, classroomId])
    expect([one.role, one.site, two.role, two.site]).toEqual(['lead', 'near', 'assist', 'far'])
  })
  it('lets observers come to an open one and not make one', async () => {
    expect((await stage.open(shen)).role).toBe('observer')
    await stage.send(zhou, classroomId, { type: 'lesson.start' })
    await stage.send(zhou, classroomId, { type: 'lesson.end' })
    expect(await failure(stage.open(shen))).toBe('classrooms/ended')
    expect((await stage.open()).classroomId).not.toBe(classroomId)
  })
  it('is not found by strangers, by id or by document', async () => {
    expect(await failure(stage.open(stage.stranger))).toBe('not-found')
    expect(await failure(stage.read(stage.stranger, classroomId))).toBe('not-found')
    const raw = stage.server.studio.raw(`classroom:${classroomId}`, 'user-else')
    expect((await raw.closed).code).toBe(4404)
  })
  it('follows the plan while it waits, and starts only with a step', async () => {
    stage.world.steps = []
    await stage.join(zhou, classroomId, 'zhou-desk')
    expect(await failure(stage.send(zhou, classroomId, { type: 'lesson.start' }))).toBe(
      'classrooms/no-plan',
    )
  })
  it('closes what was left open half a day ago, and opens afresh', async () => {
    await stage.send(zhou, classroomId, { type: 'lesson.start' })
    stage.world.nowMs += 13 * 3_600_000
    const next = await stage.open()
    expect(next.classroomId).not.toBe(classroomId)
    expect(await lesson()).toContain('lesson.ended')
  })
})

describe('a lesson', () => {
  it('reaches everybody by the document, and the log by the session clock', async () => {
    const { far } = await begin()
    stage.world.nowMs = START + 60_000
    await stage.send(zhou, classroomId, { type: 'step.go', index: 1, atMs: 59_500 })
    await stage.until('the far room is on step 2', () => far.state().stepIndex === 1)
    expect(far.state()).toMatchObject({ page: 4, stepStartedMs: 59_500, stepUsedMs: [59_500, 0] })
    stage.world.nowMs = START + 90_000
    // A PC whose clock is ten minutes off is not believed.
    await stage.send(zhou, classroomId, { type: 'page.go', page: 5, atMs: 690_000 })
    await stage.send(zhou, classroomId, { type: 'lesson.end' })
    const events = await stage.events(classroomId)
    expect(events.map(({ atMs, data }) => [atMs, data.type])).toEqual([
      [0, 'lesson.started'],
      [0, 'person.joined'],
      [0, 'person.joined'],
      [0, 'step.changed'],
      [59_500, 'step.changed'],
      [59_500, 'page.changed'],
      [90_000, 'page.changed'],
      [90_000, 'lesson.ended'],
    ])
    expect(stage.world.stages).toEqual(['teach', 'study'])
    expect(stage.world.notes).toEqual(['lesson.taught'])
    await stage.until('it is over there too', () => far.state().phase === 'ended')
    expect(await failure(stage.join(li, classroomId, 'li-desk0'))).toBe('classrooms/ended')
  })

  it('takes commands one after the other, whoever sends them', async () => {
    await begin()
    stage.world.nowMs = START + 1000
    const moves = Array.from({ length: 12 }, (_, i) =>
      stage.send(zhou, classroomId, { type: 'page.go', page: 2 + i }),
    )
    await Promise.all([...moves, stage.send(li, classroomId, { type: 'floor.request' })])
    const events = await stage.events(classroomId)
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index))
    expect(types(events).filter((type) => type === 'page.changed')).toHaveLength(12)
  })

  it('refuses by name and logs nothing', async () => {
    await begin()
    const before = await lesson()
    expect(await failure(stage.send(shen, classroomId, { type: 'step.go', index: 1 }))).toBe(
      'forbidden',
    )
    expect(await failure(stage.send(li, classroomId, { type: 'step.go', index: 1 }))).toBe(
      'classrooms/not-your-floor',
    )
    expect(await lesson()).toEqual(before)
  })

  it('comes back after a restart in mid-lesson: role, step, people and the log’s numbers', async () => {
    await begin()
    stage.world.nowMs = START + 60_000
    await stage.send(zhou, classroomId, { type: 'step.go', index: 1 })
    await stage.restart()
    const near = await stage.enter(zhou, classroomId, 'zhou-desk')
    expect(near.state()).toMatchObject({ phase: 'live', stepIndex: 1, page: 4 })
    // Both are still listed: they have a while to come back.
    expect(
      near
        .state()
        .people.map(({ userId }) => userId)
        .sort(),
    ).toEqual([li.userId, zhou.userId])
    const joined = await stage.join(zhou, classroomId, 'zhou-desk')
    expect(joined.classroom).toMatchObject({ role: 'lead', site: 'near', phase: 'live' })
    expect(near.state().people.find(({ userId }) => userId === zhou.userId)?.publishes).toBe(true)
    await stage.send(zhou, classroomId, { type: 'page.go', page: 6 })
    await stage.pass()
    await stage.until('the far teacher is missed', () => near.state().people.length === 1)
    const tail = (await lesson()).slice(-2)
    expect(tail).toEqual(['page.changed', 'person.left'])
  })
})

describe('who is here', () => {
  it('tells a reload from a departure', async () => {
    const { near, far } = await begin()
    far.leave()
    await stage.until(
      'the socket is gone',
      () => stage.server.studio.rooms.local.connections(`classroom:${classroomId}`).length === 1,
    )
    const back = await stage.enter(li, classroomId, 'li-desk0')
    await stage.pass()
    expect(await lesson()).not.toContain('person.left')
    back.leave()
    await stage.until('a timer runs', () => stage.world.timers.some(({ off }) => !off))
    await stage.pass()
    await stage.until('only one is here', () => near.state().people.length === 1)
    expect((await lesson()).filter((type) => type === 'person.left')).toHaveLength(1)
  })

  it('lists observers like everybody, once a person however many devices', async () => {
    const { near } = await begin()
    await stage.enter(shen, classroomId, 'shen-tab1')
    await stage.enter(shen, classroomId, 'shen-tab2')
    await stage.until('both tabs are listed', () => near.state().people.length === 4)
    await stage.server.feature.idle()
    const joined = (await stage.events(classroomId)).filter(
      ({ data }) => data.type === 'person.joined' && data.role === 'observer',
    )
    expect(joined).toHaveLength(1)
  })

  it('lets the newest device of a site publish, and tells the one before', async () => {
    const { near } = await begin()
    await stage.join(zhou, classroomId, 'zhou-tab2')
    await stage.enter(zhou, classroomId, 'zhou-tab2')
    await stage.until('both are listed', () => near.state().people.length === 3)
    const publishing = () =>
      near.state().people.filter(({ publishes, site }) => publishes && site === 'near')
    expect(publishing().map(({ deviceId }) => deviceId)).toEqual(['zhou-tab2'])
    // The old tab's reconnecting must not take the room back.
    await stage.join(zhou, classroomId, 'zhou-desk')
    expect(publishing().map(({ deviceId }) => deviceId)).toEqual(['zhou-tab2'])
    expect(stage.media.tickets.at(-1)).toMatchObject({ deviceId: 'zhou-desk', publishes: false })
    // Only its teacher can say so.
    await stage.join(zhou, classroomId, 'zhou-desk', { takeOver: true })
    await stage.until('it publishes again', () => publishing()[0]?.deviceId === 'zhou-desk')
    expect(publishing()).toHaveLength(1)
  })

  it('is turned out with the right to be here, sound and picture included', async () => {
    await begin()
    const room = [...stage.media.rooms.keys()][0] ?? ''
    let turnedOut = false
    stage.media.join(room, li.userId, 'li-desk0' as never, () => {
      turnedOut = true
    })
    stage.world.revoked.add(li.userId)
    stage.server.studio.rooms.closeWhere({ userIds: [li.userId] }, 'AccessChanged')
    await stage.until('media ended too', () => turnedOut)
    expect(await failure(stage.join(li, classroomId, 'li-desk0'))).toBe('not-found')
  })
})

describe('sound and picture', () => {
  it.each(['building', 'down', 'absent'] as const)(
    'enters without them while media are %s',
    async (state) => {
      stage.media.set(state)
      stage.server.feature.start?.()
      await stage.restart()
      const { ticket } = await stage.join(zhou, classroomId, 'zhou-desk')
      expect(ticket).toBeNull()
      expect((await stage.read(zhou, classroomId)).media).toBe(state)
    },
  )
  it('tells everybody when they come and go, and logs it', async () => {
    await stage.restart()
    const { near } = await begin()
    stage.media.set('down')
    await stage.until('the page knows', () => near.state().media === 'down')
    stage.media.set('ready')
    await stage.until('the page knows', () => near.state().media === 'ready')
    expect((await lesson()).filter((type) => type === 'media.changed')).toHaveLength(2)
  })
  it('gives observers a ticket that publishes nothing', async () => {
    await stage.join(shen, classroomId, 'shen-tab1')
    expect(stage.media.tickets.at(-1)).toMatchObject({ role: 'observer', publishes: false })
  })
})

describe('recording', () => {
  it('begins with consent, shows late comers the notice before their media, and ends with the lesson', async () => {
    const { near } = await begin()
    stage.world.nowMs = START + 5000
    await stage.send(zhou, classroomId, { type: 'recording.request' })
    await stage.until('it is asked', () => near.state().recording.phase === 'requested')
    expect(stage.world.begun).toEqual([])
    await stage.send(li, classroomId, { type: 'recording.answer', answer: 'agreed' })
    await stage.until('recording', () => near.state().recording.phase === 'recording')
    expect(near.state().recording).toMatchObject({ recordingId: 'recording-1', startedMs: 5000 })
    expect(stage.world.begun).toMatchObject([{ lessonId, classroomId, startMs: 5000 }])

    expect((await stage.join(shen, classroomId, 'shen-tab1')).ticket).toBeNull()
    await stage.send(shen, classroomId, { type: 'recording.answer', answer: 'shown' })
    expect((await stage.join(shen, classroomId, 'shen-tab1')).ticket).not.toBeNull()

    const keeps = (site: 'near' | 'far', who: typeof zhou) =>
      stage.server.feature.queries.mayKeep(classroomId, site, who.userId)
    expect(await Promise.all([keeps('near', zhou), keeps('far', li), keeps('near', li)])).toEqual([
      true,
      true,
      false,
    ])
    await stage.send(li, classroomId, { type: 'recording.answer', answer: 'declined' })
    expect(await keeps('far', li)).toBe(false)
    stage.world.nowMs = START + 9000
    await stage.send(zhou, classroomId, { type: 'lesson.end' })
    expect(stage.world.ended).toEqual([['recording-1' as RecordingId, 9000]])
    expect(await keeps('near', zhou)).toBe(true)
  })
})

describe('the sample’s finished lesson', () => {
  it('is a classroom that is over, with its log in order and the minutes each step used', async () => {
    const { queries } = stage.server.feature
    const by = { actorId: null, actorName: null }
    const imported = await queries.importFinished({
      lessonId,
      startedAtMs: START,
      endedMs: 250_000,
      events: [
        {
          ...by,
          atMs: 100_000,
          data: { type: 'step.changed', index: 1, stepId: 'b', title: '新授' },
        },
        { ...by, atMs: 0, data: { type: 'lesson.started' } },
        { ...by, atMs: 0, data: { type: 'step.changed', index: 0, stepId: 'a', title: '导入' } },
        { ...by, atMs: 250_000, data: { type: 'lesson.ended' } },
      ],
    })
    expect((await queries.events(imported)).map(({ atMs }) => atMs)).toEqual([
      0, 0, 100_000, 250_000,
    ])
    const row = await stage.db
      .selectFrom('classroom')
      .select(['phase', 'state'])
      .where('id', '=', imported)
      .executeTakeFirstOrThrow()
    expect(row.phase).toBe('ended')
    expect(JSON.parse(row.state).stepUsedMs).toEqual([100_000, 150_000])
  })
})
