import { createStore } from './createStore.ts'
import type { JoinedRoom } from './joinRoom.ts'
import { loadRoom, type RoomModule } from './loadRoom.ts'
import type { LiveRoom, LiveSnapshot } from './types.ts'

/** Between two attempts to join; the last one for ever. */
const BACK_OFF_MS = [1000, 2000, 4000, 8000] as const

type Ticket = { readonly url: string; readonly token: string }

type Options = {
  /** A fresh ticket; asking also makes the media room anew. Null: no media server at the moment. */
  readonly fetchTicket: () => Promise<Ticket | null>
  /** What this device sends; stays the caller's and is never stopped here. */
  readonly local: MediaStream | null
  /** The studio's own STUN servers. Never anybody else's: the default is none. */
  readonly iceServers?: readonly RTCIceServer[]
}

/** A pause that ends early when the network comes back or the room is left. */
const createPause = () => {
  let wake: () => void = () => undefined
  return {
    wake: (): void => wake(),
    wait: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
  }
}

/**
 * Joins and stays joined: LiveKit's client gives up after 50 s, and at once when a restarted media
 * server has forgotten the room, so every end is followed by a fresh ticket, after 1, 2, 4, 8, 8 … s,
 * until `dispose`. Sound is published before the picture.
 */
export const openRoom = (options: Options): LiveRoom => {
  const store = createStore<LiveSnapshot>({ connection: 'connecting', participants: [] })
  const pause = createPause()
  const wanted = { microphone: true, camera: true }
  let isOver = false
  let current: JoinedRoom | null = null

  const show = (change: Partial<LiveSnapshot>): void => {
    if (!isOver) store.set({ ...store.getSnapshot(), ...change })
  }

  const stay = async ({ joinRoom }: RoomModule, ticket: Ticket): Promise<void> => {
    current = joinRoom({
      ticket,
      local: options.local,
      iceServers: options.iceServers ?? [],
      wanted,
      before: () => store.getSnapshot().participants,
      show,
    })
    await current.ended.finally(() => {
      current = null
    })
  }

  const run = async (): Promise<void> => {
    let failures = 0
    while (!isOver) {
      const [module, ticket] = await Promise.all([
        loadRoom().catch(() => null),
        options.fetchTicket().catch(() => null),
      ])
      if (isOver) return
      const canJoin = module !== null && ticket !== null
      if (canJoin) {
        const joinedMs = performance.now()
        await stay(module, ticket).catch(() => undefined) // why does not matter: a fresh ticket is the cure
        if (performance.now() - joinedMs > 30_000) failures = 0
      }
      show({ connection: canJoin ? 'reconnecting' : 'waiting', participants: [] })
      if (isOver) return
      await pause.wait(BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)] ?? 8000)
      failures += 1
    }
  }

  window.addEventListener('online', pause.wake)
  void run()

  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    setMicrophone: (on) => {
      wanted.microphone = on
      current?.obey()
    },
    setCamera: (on) => {
      wanted.camera = on
      current?.obey()
    },
    dispose: () => {
      isOver = true
      window.removeEventListener('online', pause.wake)
      pause.wake()
      current?.leave()
    },
  }
}
