import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ClassroomId } from '#shared/ids.ts'
import { docName } from '#shared/sync/docName.ts'
import { type Devices, devicesSchema } from './devices.ts'
import { beginLesson } from './testing/beginLesson.ts'
import { type ClassroomStage, classroomStage, shen } from './testing/classroomStage.ts'

let stage: ClassroomStage
let classroomId: ClassroomId
beforeEach(async () => {
  stage = await classroomStage()
  classroomId = (await stage.open()).classroomId
})
afterEach(() => stage.stop())

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `device-of-one-${i}`)

it('who comes with any number of devices is listed with a few', async () => {
  const { near } = await beginLesson(stage, classroomId)
  const { studio } = stage.server
  const name = docName('classroom', classroomId)
  for (const device of numbered(30)) studio.raw(name, shen.userId, `&device=${device}`)
  await stage.until('all are in', () => studio.rooms.local.connections(name).length === 32)
  // The teachers are listed with theirs, and whoever came later as well.
  await stage.until('shen is listed', () => near.state().people.length > 2)
  await stage.join(shen, classroomId, 'device-of-one-0', { surface: 'observe' })
  await stage.until('the last news is here', () =>
    near.state().people.some(({ userId }) => userId === shen.userId),
  )
  const devices = near.state().people.filter(({ userId }) => userId === shen.userId)
  expect(devices.length).toBeLessThanOrEqual(12)
})

it('devices that are not here are forgotten when they are too many, those that are stay', async () => {
  const { near } = await beginLesson(stage, classroomId)
  const device = { surface: 'console', site: null, publishes: false }
  const devicesNow = async (): Promise<Devices> => {
    const row = await stage.db.selectFrom('classroom').select('devices').executeTakeFirstOrThrow()
    return devicesSchema.parse(JSON.parse(row.devices))
  }
  const { known } = await devicesNow()
  const many = {
    known: { ...known, ...Object.fromEntries(numbered(400).map((id) => [id, device])) },
    superseded: numbered(400),
  }
  await stage.db
    .updateTable('classroom')
    .set({ devices: JSON.stringify(many) })
    .execute()
  await stage.join(shen, classroomId, 'another-device', { surface: 'observe' })
  const left = await devicesNow()
  expect(Object.keys(left.known)).toHaveLength(201)
  expect(left.superseded).toHaveLength(198)
  for (const id of ['zhou-desk', 'li-desk0', 'device-of-one-399', 'another-device'])
    expect(left.known).toHaveProperty(id)
  expect(near.state().people.map(({ publishes }) => publishes)).toEqual([true, true])
})
