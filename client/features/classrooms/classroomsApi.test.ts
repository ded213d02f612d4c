import { afterEach, expect, test, vi } from 'vitest'
import { deviceId } from '#client/lib/session/deviceId.ts'
import type { ClassroomId } from '#shared/ids.ts'
import { join } from './classroomsApi.ts'

afterEach(() => vi.unstubAllGlobals())

const id = 'class001' as ClassroomId
const place = { classroomId: id, lessonId: 'lesson01', role: 'lead', site: 'near', state: null }

/** A class in which somebody else is here as these devices. */
const classWith = (...held: readonly string[]): string[] => {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (_url: string, { body }: { readonly body: string }) => {
    const { deviceId: named } = JSON.parse(body) as { readonly deviceId: string }
    asked.push(named)
    if (!held.includes(named)) return Response.json({ classroom: place, ticket: null })
    const problem = { type: 'about:blank', title: 'x', status: 409, code: 'conflict' }
    return Response.json({ ...problem, instance: 'r1' }, { status: 409 })
  })
  return asked
}

const entry = { surface: 'console', publishes: true } as const

test('a tab whose device somebody else is here with takes another, and comes in', async () => {
  const own = deviceId()
  const asked = classWith(own)
  await join(id, entry).catch(() => undefined)
  expect(asked).toEqual([own, deviceId()])
  expect(deviceId()).not.toBe(own)
})

test('of two that are told so at once only one takes another', async () => {
  const own = deviceId()
  const asked = classWith(own)
  await Promise.all([join(id, entry), join(id, entry)].map((one) => one.catch(() => undefined)))
  expect(asked).toEqual([own, own, deviceId(), deviceId()])
})

test('a tab that comes in keeps its device', async () => {
  const own = deviceId()
  const asked = classWith()
  await join(id, entry).catch(() => undefined)
  expect(asked).toEqual([own])
  expect(deviceId()).toBe(own)
})
