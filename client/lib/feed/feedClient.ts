import {
  type FeedClientMessage,
  type FeedEvent,
  feedServerMessageSchema,
} from '#shared/feed/events.ts'
import type { Topic } from '#shared/feed/topics.ts'

type Hear = (event: FeedEvent) => void
type Pong = (sentMs: number, serverMs: number) => void

const topics = new Map<Topic, Set<Hear>>()
const pongs = new Set<Pong>()
const reopened = new Set<() => void>()
let socket: WebSocket | null = null
let retryMs = 500
let timer: ReturnType<typeof setTimeout> | null = null

/** Over so long pages that come back together spread their questions, in ms. */
const SPREAD_MS = 2_000

/**
 * So often the server is asked something that it answers. It ends the line of a computer that sleeps, and
 * one that has slept would not hear of it: nothing is said on most pages.
 */
const BEAT_MS = 20_000

const isWanted = (): boolean => topics.size > 0 || pongs.size > 0

const tellReopened = (): void => {
  for (const tell of [...reopened]) tell()
}

const say = (message: FeedClientMessage): void => {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
}

const hear = (raw: string): void => {
  const parsed = feedServerMessageSchema.safeParse(JSON.parse(raw))
  if (!parsed.success) return
  const message = parsed.data
  if (message.type === 'pong') for (const pong of pongs) pong(message.sentMs, message.serverMs)
  if (message.type === 'event')
    for (const own of [...(topics.get(message.topic) ?? [])]) own(message.event)
}

/** Asks now and then; a line that answers nothing until the next time has ended, whatever the browser believes. */
const beating = (opened: WebSocket, onEnd: () => void) => {
  let isHeard = true
  const beat = setInterval(() => {
    if (opened.readyState !== WebSocket.OPEN) return
    if (isHeard) {
      isHeard = false
      opened.send(JSON.stringify({ type: 'ping', sentMs: performance.now() }))
      return
    }
    opened.close()
    ended()
  }, BEAT_MS)
  const ended = (): void => {
    clearInterval(beat)
    onEnd()
  }
  return {
    heard: (): void => {
      isHeard = true
    },
    ended,
  }
}

const open = (): void => {
  if (socket || !isWanted()) return
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const opened = new WebSocket(`${scheme}://${location.host}/ws/feed`)
  socket = opened
  opened.onopen = () => {
    const again = retryMs > 500
    retryMs = 500
    for (const topic of topics.keys()) say({ type: 'listen', topic })
    // What happened while the socket was away is asked for anew by whoever shows it; not by a whole
    // school in one moment.
    if (again) setTimeout(tellReopened, Math.random() * SPREAD_MS)
  }
  const line = beating(opened, () => {
    // Told late of one that was closed here, when the next is on its way already.
    if (socket !== opened) return
    socket = null
    if (!isWanted()) return
    // Jitter, so that a whole school does not come back in the same moment.
    timer = setTimeout(open, retryMs * (0.7 + Math.random() * 0.6))
    retryMs = Math.min(8_000, retryMs * 2)
  })
  opened.onmessage = ({ data }) => {
    line.heard()
    hear(String(data))
  }
  opened.onclose = line.ended
}

const closeWhenIdle = (): void => {
  if (isWanted()) return
  if (timer) clearTimeout(timer)
  socket?.close()
  socket = null
}

/** Listens to a topic until the returned function is called. One socket for the whole page. */
export const listen = (topic: Topic, onEvent: Hear): (() => void) => {
  const own = topics.get(topic) ?? new Set<Hear>()
  const isNew = own.size === 0
  own.add(onEvent)
  topics.set(topic, own)
  open()
  if (isNew) say({ type: 'listen', topic })
  return () => {
    own.delete(onEvent)
    if (own.size > 0) return
    topics.delete(topic)
    say({ type: 'unlisten', topic })
    closeWhenIdle()
  }
}

/** Called soon after the socket has come back from a loss. */
export const onReopened = (tell: () => void): (() => void) => {
  reopened.add(tell)
  return () => reopened.delete(tell)
}

/** After somebody has signed in: the socket of before listens as nobody, and hears nothing. */
export const reopenFeed = (): void => socket?.close()

export const sendPlayhead = (topic: Topic, atMs: number, playing: boolean): void =>
  say({ type: 'playhead', topic, atMs: Math.round(atMs), playing })

/** For the session clock: asks the server's time, once the socket is open. */
export const probeClock = (onPong: Pong): { ask(): void; stop(): void } => {
  pongs.add(onPong)
  open()
  return {
    ask: () => say({ type: 'ping', sentMs: performance.now() }),
    stop: () => {
      pongs.delete(onPong)
      closeWhenIdle()
    },
  }
}
