import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { JoinedRoom, joinRoom } from './joinRoom.ts'
import { openRoom } from './openRoom.ts'

type Joining = Parameters<typeof joinRoom>[0]

/** LiveKit's client is a browser's own; here stands a room one can end at will. */
const studio = vi.hoisted(() => ({ load: vi.fn() }))
vi.mock('./loadRoom.ts', () => ({ loadRoom: studio.load }))

const ticket = { url: '/', token: 'a ticket' }

const createRooms = () => {
  const joined: { joining: Joining; room: JoinedRoom; end(): void }[] = []
  const join = (joining: Joining): JoinedRoom => {
    let end: () => void = () => undefined
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const room = { ended, obey: vi.fn(), leave: vi.fn(() => end()) }
    joined.push({ joining, room, end })
    return room
  }
  return { joined, module: { joinRoom: join } }
}

describe('a live room', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    vi.useRealTimers()
    studio.load.mockReset()
  })

  it('is there at once and connects behind it', async () => {
    const { joined, module } = createRooms()
    studio.load.mockResolvedValue(module)
    const room = openRoom({ fetchTicket: async () => ticket, local: null })
    room.setMicrophone(false)
    expect(room.getSnapshot()).toEqual({ connection: 'connecting', participants: [] })
    await vi.advanceTimersByTimeAsync(0)
    expect(joined[0]?.joining).toMatchObject({
      ticket,
      wanted: { microphone: false, camera: true },
      iceServers: [],
    })
    room.setCamera(false)
    expect(joined[0]?.room.obey).toHaveBeenCalledOnce()
    expect(joined[0]?.joining.wanted.camera).toBe(false)
    room.dispose()
    expect(joined[0]?.room.leave).toHaveBeenCalledOnce()
  })

  it('takes a fresh ticket when its life ended', async () => {
    const { joined, module } = createRooms()
    studio.load.mockResolvedValue(module)
    const fetchTicket = vi.fn(async () => ticket)
    const room = openRoom({ fetchTicket, local: null })
    await vi.advanceTimersByTimeAsync(0)
    joined[0]?.joining.show({ connection: 'connected' })
    expect(room.getSnapshot().connection).toBe('connected')
    joined[0]?.end()
    await vi.advanceTimersByTimeAsync(0)
    expect(room.getSnapshot().connection).toBe('reconnecting')
    await vi.advanceTimersByTimeAsync(1000)
    expect(fetchTicket).toHaveBeenCalledTimes(2)
    expect(joined).toHaveLength(2)
    room.dispose()
  })

  it.each([
    ['its code does not come', [new Error('offline')], []],
    ['there is no ticket', [], [null]],
    ['the ticket fails', [], [new Error('offline')]],
  ])('waits and asks again when %s', async (_why, loads, tickets) => {
    const { joined, module } = createRooms()
    for (const error of loads) studio.load.mockRejectedValueOnce(error)
    studio.load.mockResolvedValue(module)
    const answers = [...tickets, ticket]
    const fetchTicket = async () => {
      const answer = answers.length > 0 ? answers.shift() : ticket
      if (answer instanceof Error) throw answer
      return answer ?? null
    }
    const room = openRoom({ fetchTicket, local: null })
    await vi.advanceTimersByTimeAsync(999)
    expect(room.getSnapshot().connection).toBe('waiting')
    expect(joined).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(joined).toHaveLength(1)
    room.dispose()
  })

  it('joins nothing when it is left before its code came', async () => {
    const { joined, module } = createRooms()
    studio.load.mockResolvedValue(module)
    const room = openRoom({ fetchTicket: async () => ticket, local: null })
    room.dispose()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(joined).toHaveLength(0)
  })
})
