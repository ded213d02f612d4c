import { afterEach, beforeEach, expect, it } from 'vitest'
import type { DocRooms } from '#server/platform/sync/ports.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { ClassroomId } from '#shared/ids.ts'
import { type ClassroomStage, classroomStage, zhou } from './testing/classroomStage.ts'

let stage: ClassroomStage
let classroomId: ClassroomId
beforeEach(async () => {
  stage = await classroomStage()
  classroomId = (await stage.open()).classroomId
})
afterEach(() => stage.stop())

/** Nobody can say whose the document is, `times` times. */
const loseDocument = (times: number): void => {
  const rooms: DocRooms = stage.server.studio.rooms
  const transact = rooms.transact
  let left = times
  rooms.transact = async (...asked) => {
    left -= 1
    if (left >= 0) throw new AppError('redis-away', { data: { seconds: 2 } })
    await transact(...asked)
  }
}

it('a command the document could not be told is in it as soon as it can be reached', async () => {
  const page = await stage.enter(zhou, classroomId, 'device-0001')
  // Nothing else is to be drawn any more.
  await expect.poll(() => page.state().people).toHaveLength(1)
  loseDocument(3)
  await stage.send(zhou, classroomId, { type: 'lesson.start' })
  expect((await stage.read(zhou, classroomId)).classroom.phase).toBe('live')
  expect(page.state().phase).toBe('waiting')
  await expect
    .poll(async () => {
      await stage.pass()
      return page.state().phase
    })
    .toBe('live')
})

it('somebody who joins while nobody can say who is there is seen when somebody can', async () => {
  const page = await stage.enter(zhou, classroomId, 'device-0001')
  await expect.poll(() => page.state().people).toHaveLength(1)
  const rooms: DocRooms = stage.server.studio.rooms
  const { connections } = rooms
  rooms.connections = () => Promise.reject(new AppError('redis-away', { data: { seconds: 2 } }))
  await stage.join(zhou, classroomId, 'device-0001', { surface: 'screen' })
  expect(page.state().people[0]?.surface).toBe('observe')
  rooms.connections = connections
  await stage.pass()
  await expect.poll(() => page.state().people[0]?.surface).toBe('screen')
})
