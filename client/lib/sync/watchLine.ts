import * as encoding from 'lib0/encoding'
import { writeSyncStep1 } from 'y-protocols/sync'
import type { WebsocketProvider } from 'y-websocket'
import { messageTypes } from '#shared/sync/messages.ts'

const CHECK_MS = 1_000

/** After so much silence the server is asked something it always answers. */
const ASK_AFTER_MS = 9_000

/** After so much silence the line is dead, whatever the browser still believes of it. */
const DEAD_AFTER_MS = 13_500

/**
 * A line that speaks and has so long acknowledged nothing of what it was given has lost some of it on
 * the way. What is large and slow looks the same: each one cut for it gets twice the time next.
 */
const ANSWER_WITHIN_MS = 15_000

/**
 * So long a document may be on its way after a line was cut before it was here: 8 MiB at 400 kbit/s. It is
 * one message, behind which nothing else is heard.
 */
const DOCUMENT_WITHIN_MS = 180_000

/** The same while there was not even a greeting: a server that is there says it at once. */
const GREETING_WITHIN_MS = 30_000

/** A line that is not up by then runs into a hole; another attempt may find a way round. */
const CONNECT_WITHIN_MS = 10_000

/** On waking up, an attempt older than this was begun in another network. */
const STALE_ATTEMPT_MS = 2_000

/** Calls for every message of the server's, before it is handled. */
const onEveryMessage = (provider: WebsocketProvider, call: () => void): void => {
  for (const [type, handle] of [...provider.messageHandlers].entries())
    if (handle)
      provider.messageHandlers[type] = (...message) => {
        call()
        handle(...message)
      }
}

/** Whether what was sent waits for its acknowledgement too long, on whichever line. */
const answerWatch = (awaited: () => number | null) => {
  let known = -1
  let sinceMs = 0
  let withinMs = ANSWER_WITHIN_MS
  return {
    /** On another line everything is sent anew. */
    begin: (nowMs: number): void => {
      sinceMs = nowMs
    },
    isTooLong: (nowMs: number): boolean => {
      const progress = awaited()
      if (progress === null || progress !== known) sinceMs = nowMs
      if (progress === null) return false
      if (progress !== known) withinMs = ANSWER_WITHIN_MS
      known = progress
      if (nowMs - sinceMs < withinMs) return false
      // Not all in one moment, where all wait for one slow disk.
      withinMs *= 2 + Math.random()
      return true
    },
  }
}

const question = ({ doc }: WebsocketProvider): Uint8Array<ArrayBuffer> => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, messageTypes.sync)
  writeSyncStep1(encoder, doc)
  return encoding.toUint8Array(encoder).slice()
}

/**
 * Ends a line that is silently dead: a cable pulled, a laptop that slept, a wireless network left.
 * The socket would notice after minutes and y-websocket after 30 s. So does a line that speaks and
 * does not acknowledge: `awaited` is how far it has, null when nothing is waited for. Reconnects at
 * once when the browser says that it woke up or is back in a network. Returns what stops the watch.
 */
export const watchLine = (
  provider: WebsocketProvider,
  awaited: () => number | null,
): (() => void) => {
  let tryingSinceMs = Date.now()
  let heardAtMs = 0
  let askedAtMs = 0
  /** Whether a line was cut before it had brought the document: large and slow looks the same. */
  let isPatient = false
  /** Whether this line has brought anything. */
  let isGreeted = false

  const cut = (): void => {
    provider.disconnect()
    provider.connect()
  }
  const unanswered = answerWatch(awaited)
  const checkOpen = (nowMs: number): void => {
    const silentMs = nowMs - heardAtMs
    if (provider.synced) isPatient = false
    const mayBringDocument = isPatient && isGreeted
    // y-websocket would end it after 30 s, and the next one as well.
    if (mayBringDocument) provider.wsLastMessageReceived = nowMs
    const patientMs = mayBringDocument ? DOCUMENT_WITHIN_MS : GREETING_WITHIN_MS
    if (silentMs > (isPatient ? patientMs : DEAD_AFTER_MS)) {
      isPatient = !provider.synced
      cut()
    } else if (silentMs > ASK_AFTER_MS && askedAtMs <= heardAtMs && provider.synced) {
      askedAtMs = nowMs
      provider.ws?.send(question(provider))
    } else if (provider.synced && unanswered.isTooLong(nowMs)) cut()
  }
  const check = (): void => {
    if (!provider.shouldConnect) return
    const nowMs = Date.now()
    if (provider.wsconnected) checkOpen(nowMs)
    else if (provider.wsconnecting && nowMs - tryingSinceMs > CONNECT_WITHIN_MS) cut()
  }
  const wake = (): void => {
    check()
    if (!provider.shouldConnect || provider.wsconnected) return
    if (!provider.wsconnecting) provider.connect()
    else if (Date.now() - tryingSinceMs > STALE_ATTEMPT_MS) cut()
  }
  const wakeIfSeen = (): void => {
    if (document.visibilityState === 'visible') wake()
  }
  const lost = (): void => {
    if (provider.shouldConnect) cut()
  }

  provider.on('status', ({ status }) => {
    if (status === 'connecting') tryingSinceMs = Date.now()
    if (status !== 'connected') return
    heardAtMs = Date.now()
    isGreeted = false
  })
  // What one sends is acknowledged behind the document, which may be large.
  provider.on('sync', () => unanswered.begin(Date.now()))
  onEveryMessage(provider, () => {
    heardAtMs = Date.now()
    isGreeted = true
  })
  const timer = setInterval(check, CHECK_MS)
  window.addEventListener('online', wake)
  window.addEventListener('pageshow', wake)
  window.addEventListener('offline', lost)
  document.addEventListener('visibilitychange', wakeIfSeen)
  document.addEventListener('resume', wake)
  return () => {
    clearInterval(timer)
    window.removeEventListener('online', wake)
    window.removeEventListener('pageshow', wake)
    window.removeEventListener('offline', lost)
    document.removeEventListener('visibilitychange', wakeIfSeen)
    document.removeEventListener('resume', wake)
  }
}
