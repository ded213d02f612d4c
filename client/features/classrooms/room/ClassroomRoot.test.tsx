import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render } from '@testing-library/react'
import { useEffect } from 'react'
import { MemoryRouter } from 'react-router'
import { afterEach, expect, test, vi } from 'vitest'
import { deviceId, renewDeviceId } from '#client/lib/session/deviceId.ts'
import { fakeServer } from '#client/lib/sync/testing/fakeServer.ts'
import { inkRoot, STATE_ROOT } from '#shared/classrooms/ink.ts'
import type { ClassroomState } from '#shared/classrooms/model.ts'
import type { ClassroomId } from '#shared/ids.ts'
import { useRoom } from './ClassroomContext.ts'
import { ClassroomRoot } from './ClassroomRoot.tsx'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const state: ClassroomState = {
  ...{ phase: 'live', startedAtMs: 1, endedMs: null, steps: [], stepIndex: -1 },
  ...{ stepStartedMs: null, stepUsedMs: [], page: 3, slides: null, floor: 'near' },
  ...{ floorSinceMs: 0, floorRequest: null, floorOffer: null, people: [], media: 'absent' },
  recording: {
    ...{ phase: 'off', recordingId: null, requestedBy: null, startedMs: null },
    answers: {},
  },
}
const id = 'class001' as ClassroomId

/** A page in a classroom, on a server in the test's hand; what stands on it says when it is made and goes. */
const pageInClass = () => {
  const server = fakeServer()
  for (const [key, value] of Object.entries(state)) server.disk.getMap(STATE_ROOT).set(key, value)
  vi.stubGlobal('WebSocket', server.WebSocketClass)
  const client = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } },
  })
  client.setQueryData(['session'], { me: { userId: 'linruoxi', name: '林若溪' } })
  const classroom = { classroomId: id, lessonId: 'lesson01', role: 'lead', site: 'near' }
  client.setQueryData(['classroom', id], { classroom, lesson: { lessonId: 'lesson01' } })
  const made = vi.fn()
  const gone = vi.fn()
  let room: ReturnType<typeof useRoom> | undefined
  const Desk = () => {
    room = useRoom()
    useEffect(() => {
      made()
      return gone
    }, [])
    return <output>{`${room.state.page} ${room.isOnline}`}</output>
  }
  const { container } = render(
    <MemoryRouter>
      <QueryClientProvider client={client}>
        <ClassroomRoot classroomId={id}>
          <Desk />
        </ClassroomRoot>
      </QueryClientProvider>
    </MemoryRouter>,
  )
  const lines = () => server.sockets.filter(({ url }) => url.includes('/classroom:'))
  const greets = (): void =>
    act(() => {
      const line = lines().at(-1)
      line?.opens()
      line?.asks()
      line?.takesAll()
      line?.acknowledges()
    })
  return { server, made, gone, room: () => room, said: () => container.textContent, lines, greets }
}

test('what was drawn and is refused costs nobody their desk, with its camera and recorder', async () => {
  const { server, made, gone, room, said, lines, greets } = pageInClass()
  await vi.waitFor(() => expect(lines()).toHaveLength(1))
  greets()
  expect(said()).toBe('3 true')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const before = room()?.doc
  act(() => lines()[0]?.ends(4400))
  await act(async () => void (await vi.advanceTimersByTimeAsync(2000)))
  expect(lines()).toHaveLength(2)
  // While it is on its way: as it was, and without a line.
  expect(said()).toBe('3 false')
  expect(room()?.doc).not.toBe(before)
  server.disk.getMap(STATE_ROOT).set('page', 4)
  greets()
  expect(said()).toBe('4 true')
  // What is drawn now goes out.
  const doc = room()?.doc
  act(() => void (doc && inkRoot(doc).set('stroke', 'drawn')))
  lines()[1]?.takesAll()
  expect(inkRoot(server.disk).get('stroke')).toBe('drawn')
  expect([made.mock.calls.length, gone.mock.calls.length]).toEqual([1, 0])
})

test('a tab that takes another device goes on with it, and keeps its desk', async () => {
  const { made, gone, said, lines, greets } = pageInClass()
  await vi.waitFor(() => expect(lines()).toHaveLength(1))
  greets()
  act(() => void renewDeviceId())
  await vi.waitFor(() => expect(lines()).toHaveLength(2))
  expect(lines()[1]?.url).toContain(`device=${deviceId()}`)
  expect(said()).toBe('3 false')
  greets()
  expect(said()).toBe('3 true')
  expect([made.mock.calls.length, gone.mock.calls.length]).toEqual([1, 0])
})
