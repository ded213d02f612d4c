import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ClassroomId } from '#shared/ids.ts'
import { beginLesson } from './testing/beginLesson.ts'
import { type ClassroomStage, classroomStage, li, shen, zhou } from './testing/classroomStage.ts'

/** Everybody sees everybody's device in the list of who is here; it is nobody else's for that. */
let stage: ClassroomStage
let classroomId: ClassroomId
beforeEach(async () => {
  stage = await classroomStage()
  classroomId = (await stage.open()).classroomId
})
afterEach(() => stage.stop())

const desk = { deviceId: 'zhou-desk', userId: zhou.userId, role: 'lead', publishes: true }

it('who names another’s device takes nobody’s place', async () => {
  const { near } = await beginLesson(stage, classroomId)
  await stage.enter(shen, classroomId, 'zhou-desk')
  await stage.until('shen is listed', () => near.state().people.length > 2)
  expect(near.state().people).toContainEqual(expect.objectContaining(desk))
  await stage.enter(li, classroomId, 'zhou-desk')
  await stage.until('li is listed twice', () => near.state().people.length > 3)
  expect(near.state().people).toContainEqual(expect.objectContaining(desk))
  await expect(stage.send(li, classroomId, { type: 'lesson.end' })).rejects.toThrow('forbidden')
})

it('who joins with the device of somebody who is here changes nothing of theirs', async () => {
  const { near } = await beginLesson(stage, classroomId)
  const joined = stage.join(shen, classroomId, 'zhou-desk', { surface: 'observe' })
  await expect(joined).rejects.toThrow('conflict')
  await stage.join(zhou, classroomId, 'zhou-desk')
  expect(near.state().people).toContainEqual(expect.objectContaining(desk))
})

it('a computer is the next person’s when the one before has left', async () => {
  const { near } = await beginLesson(stage, classroomId)
  const page = await stage.enter(shen, classroomId, 'desk-of-all')
  await stage.join(shen, classroomId, 'desk-of-all', { surface: 'observe' })
  page.leave()
  await stage.until('shen has left', () => stage.world.timers.some(({ off }) => !off))
  await stage.join(li, classroomId, 'desk-of-all', { surface: 'phone', publishes: false })
  await stage.enter(li, classroomId, 'desk-of-all')
  await stage.pass()
  await expect
    .poll(() => near.state().people.find(({ deviceId }) => deviceId === 'desk-of-all')?.userId)
    .toBe(li.userId)
})
