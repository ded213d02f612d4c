import { cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { deviceId } from '#client/lib/session/deviceId.ts'
import { ClassroomContext } from '../room/ClassroomContext.ts'
import { useClassroomMedia } from './useClassroomMedia.ts'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

test('whose device another has come with while their line was away joins as another', async () => {
  const own = deviceId()
  const asked: string[] = []
  let isHeld = false
  vi.stubGlobal('fetch', async (_url: string, { body }: { readonly body: string }) => {
    const { deviceId: named } = JSON.parse(body) as { readonly deviceId: string }
    asked.push(named)
    const code = isHeld && named === own ? 'conflict' : 'internal'
    const problem = { type: 'about:blank', title: 'x', status: 409, instance: 'r1', code }
    return Response.json(problem, { status: 409 })
  })
  let people: readonly object[] = []
  const Room = ({ children }: { readonly children: ReactNode }) => {
    const me = { userId: 'linruoxi', site: 'near' }
    const room = { classroomId: 'class001', me, isOnline: true, state: { phase: 'live', people } }
    return <ClassroomContext value={room as never}>{children}</ClassroomContext>
  }
  const { rerender } = renderHook(() => useClassroomMedia({ surface: 'console', stream: null }), {
    wrapper: Room,
  })
  expect(asked).toEqual([own])
  isHeld = true
  people = [{ deviceId: own, userId: 'somebody', site: null, publishes: false }]
  rerender()
  await vi.waitFor(() => expect(deviceId()).not.toBe(own))
  await vi.waitFor(() => expect(asked.at(-1)).toBe(deviceId()))
})
