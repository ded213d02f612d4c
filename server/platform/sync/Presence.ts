import * as encoding from 'lib0/encoding'
import type { Clock } from '../clock.ts'
import { ByteReader, MalformedBytes } from './ByteReader.ts'
import type { DocPeer } from './DocPeer.ts'
import { awarenessMessage } from './message.ts'
import type { OutMessage } from './RoomSocket.ts'
import { Rounds } from './Rounds.ts'

const MAX_STATE_BYTES = 4096
/** The same with who it is of, as it is told. */
const MAX_TOLD_LENGTH = MAX_STATE_BYTES + 1024

/** Clients forget whoever was not heard of for 30 s. */
const RENEW_AFTER_MS = 8_000

/** So many states go into one message, so that leaving somebody's own out means making one anew, not all. */
const STATES_PER_MESSAGE = 32

/** Nobody's state is passed on more often than this: 30 times a second. */
const STATE_GAP_MS = 33

/**
 * Stock clients send back what they hear, so one message must stay far below the size limit. A larger
 * one is what a stock tab was told of a whole class by its neighbour, and has nothing of its own.
 */
const MAX_MESSAGE_BYTES = 64 * 1024

/** Of so many of a person's states it is remembered how they were told, so that an echo is known as one. */
const TOLD_STATES = 8

/** Writers who left are remembered by id, so that a late echo of them cannot be claimed. */
const MAX_DEPARTED = 1000

/** A page has one id. Who gives up more is no page, and is not to push out the memory of others. */
const MAX_DEPARTED_PER_PEER = 16

/** Somebody who is here. One connection has one of these. */
type Present = {
  readonly clientId: number
  readonly userId: string
  clock: number
  /** The state as JSON, with the server's `user` in it; null until the first one was read. */
  state: string | null
  /** The newest state that was sent and not yet passed on. */
  unread: Uint8Array | null
  /** When it was last passed on, by `performance.now()`. */
  toldAtMs: number
  /** What was said of it lately, and from which clock to which. */
  readonly told: { readonly state: string; readonly from: number; to: number }[]
}

type Entry = { readonly clientId: number; readonly clock: number; readonly json: Uint8Array }

const textDecoder = new TextDecoder()

const isNull = (json: Uint8Array): boolean => json.length === 4 && json[0] === 0x6e

const readEntries = (bytes: Uint8Array): Entry[] => {
  const reader = new ByteReader(bytes)
  const entries: Entry[] = []
  for (let left = reader.count(3); left > 0; left -= 1) {
    entries.push({ clientId: reader.uint(), clock: reader.uint(), json: reader.utf8() })
  }
  reader.end()
  return entries
}

const parseState = (json: Uint8Array): Readonly<Record<string, unknown>> => {
  let parsed: unknown
  try {
    parsed = JSON.parse(textDecoder.decode(json))
  } catch (cause) {
    throw new MalformedBytes('presence is not JSON', { cause })
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new MalformedBytes('presence is not an object')
  return parsed as Readonly<Record<string, unknown>>
}

/** The state as others are told it from now on, with this clock. */
const tellAt = (own: Present, clock: number): Uint8Array => {
  own.clock = clock
  const { state, told } = own
  const last = told.at(-1)
  if (last && last.state === state) last.to = clock
  else if (state !== null && told.push({ state, from: clock, to: clock }) > TOLD_STATES)
    told.shift()
  return encodeEntry(own)
}

/**
 * What we told, sent back as it was. Tabs of one browser hand on to each other what they hear, so a stock
 * client learns its own state from us by way of its neighbour, and says it again: for ever, if it were news.
 */
const isEcho = (own: Present, { clock, json }: Entry): boolean =>
  own.told.some(
    ({ state, from, to }) => from <= clock && clock <= to && textDecoder.decode(json) === state,
  )

const encodeEntry = ({ clientId, clock, state }: Present): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, clientId)
  encoding.writeVarUint(encoder, clock)
  encoding.writeVarString(encoder, state ?? 'null')
  return encoding.toUint8Array(encoder)
}

/** Awareness messages of many entries each, none of them large. */
const pack = (entries: readonly Uint8Array[]): OutMessage[] => {
  const messages: OutMessage[] = []
  for (let at = 0; at < entries.length; ) {
    const group: Uint8Array[] = []
    let sizeBytes = 0
    for (let next = entries[at]; next && sizeBytes + next.length <= MAX_MESSAGE_BYTES; ) {
      group.push(next)
      sizeBytes += next.length
      at += 1
      next = entries[at]
    }
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, group.length)
    for (const entry of group) encoding.writeUint8Array(encoder, entry)
    messages.push(awarenessMessage(encoding.toUint8Array(encoder)))
  }
  return messages
}

/** Takes the newest state over, stamped with who the peer is. False when there is none to tell. */
const readState = (peer: DocPeer, own: Present): boolean => {
  if (own.unread) {
    try {
      const state = parseState(own.unread)
      const told = JSON.stringify({ ...state, user: peer.connection.grant.identity })
      // Few letters may stand for many: 9e20 is written out with all its noughts.
      if (told.length <= MAX_TOLD_LENGTH) own.state = told
    } catch {
      // Told late, because presence is read only when it is passed on.
      peer.close('Malformed')
      return false
    }
    own.unread = null
  }
  return own.state !== null
}

/**
 * Who is in a room and where their cursors are. Never stored. A connection speaks for itself only;
 * who it is, the server says; and the server counts the clocks (`presenceClock`), so that they
 * rise over its own restarts and a state is never taken for an old one.
 */
export class Presence {
  readonly #clock: Clock
  readonly #listeners: () => Iterable<DocPeer>
  readonly #present = new Map<DocPeer, Present>()
  /** Made when first needed: most rooms are small and quiet, and there are thousands of them. */
  #departed: Map<number, string> | null = null
  /** The greatest clock with which somebody left: each who arrives puts everybody's on by one, ahead of time. */
  #leftAt = 0
  readonly #waiting = new Set<DocPeer>()
  readonly #rounds = new Rounds<DocPeer, Group>({
    news: (nowMs) => this.#news(nowMs),
    hasMore: () => this.#waiting.size > 0,
    listeners: () => this.#listeners(),
    tell,
  })

  /** `listeners`: everybody in the room. */
  constructor(clock: Clock, listeners: () => Iterable<DocPeer>) {
    this.#clock = clock
    this.#listeners = listeners
  }

  /**
   * Which writer's awareness id this is, now or lately; an update of that id by another user is
   * forged. A reader's counts for nothing: it would keep a writer from coming back.
   */
  userOf(clientId: number): string | undefined {
    const peer = this.#presentAs(clientId)
    return peer?.canWrite ? peer.userId : this.#departed?.get(clientId)
  }

  #presentAs(clientId: number): DocPeer | undefined {
    for (const [peer, own] of this.#present) if (own.clientId === clientId) return peer
    return undefined
  }

  /**
   * Everybody but the asking peer, as messages. With the clock of now: a stock client that comes back
   * has dropped the states and kept the clocks, and would not take the same ones again.
   */
  everybodyFor(peer: DocPeer): OutMessage[] {
    const others = [...this.#present].filter(([other, own]) => other !== peer && own.state !== null)
    const now = this.#clock.now()
    return pack(others.map(([, own]) => tellAt(own, Math.max(own.clock + 1, now))))
  }

  /** Throws MalformedBytes. What is said about others is an echo and dropped, unread when it is long. */
  receive(
    peer: DocPeer,
    bytes: Uint8Array,
    ownerOf: (clientId: number) => string | undefined,
  ): void {
    if (bytes.length > MAX_MESSAGE_BYTES) return
    const entries = readEntries(bytes)
    const own = this.#present.get(peer) ?? this.#introduce(peer, entries, ownerOf)
    const entry = own && entries.find(({ clientId }) => clientId === own.clientId)
    if (!entry || isEcho(own, entry)) return
    if (isNull(entry.json)) {
      this.leave(peer)
      return
    }
    if (entry.json.length > MAX_STATE_BYTES) return
    own.unread = new Uint8Array(entry.json)
    this.#waiting.add(peer)
    this.#rounds.due()
  }

  /** Announces that somebody left and forgets them. */
  leave(peer: DocPeer): void {
    const own = this.#present.get(peer)
    if (!own) return
    this.#forget(peer, own)
    if (own.state === null) return
    const clock = own.clock + 1
    this.#leftAt = Math.max(this.#leftAt, clock)
    const gone = groupsOf([[peer, encodeEntry({ ...own, clock, state: 'null' })]])
    for (const listener of this.#listeners()) tell(listener, gone)
  }

  /** Says again who is here and has long said nothing: a background tab may be too sleepy to do so itself. */
  renew(): void {
    const longAgoMs = performance.now() - RENEW_AFTER_MS
    for (const [peer, own] of this.#present) if (own.toldAtMs < longAgoMs) this.#waiting.add(peer)
    if (this.#waiting.size > 0) this.#rounds.due()
  }

  stop(): void {
    this.#rounds.stop()
  }

  /** A connection's first state names its id, unless that id is or was somebody else's. */
  #introduce(
    peer: DocPeer,
    entries: readonly Entry[],
    ownerOf: (clientId: number) => string | undefined,
  ): Present | undefined {
    const [entry] = entries
    if (!entry || entries.length > 1 || isNull(entry.json)) return undefined
    const { clientId } = entry
    const owner = this.userOf(clientId) ?? ownerOf(clientId)
    if (owner !== undefined && owner !== peer.userId) return undefined
    const before = this.#presentAs(clientId)
    // Only whoever has written under an id takes it from a reader who is present with it.
    const isOthers = before !== undefined && before.userId !== peer.userId
    if (isOthers && ownerOf(clientId) !== peer.userId) return undefined
    const beforeState = before && this.#present.get(before)
    if (beforeState && isEcho(beforeState, entry)) return undefined
    // The same tab came back before its old socket was known to be dead, or a reader had its id.
    if (before && beforeState) this.#forget(before, beforeState)
    const clock = Math.max(this.#clock.now(), (beforeState?.clock ?? 0) + 1, this.#leftAt)
    const own: Present = {
      clientId,
      userId: peer.userId,
      clock,
      state: null,
      unread: null,
      toldAtMs: 0,
      told: [],
    }
    this.#present.set(peer, own)
    this.#departed?.delete(clientId)
    return own
  }

  #forget(peer: DocPeer, own: Present): void {
    this.#present.delete(peer)
    this.#waiting.delete(peer)
    if (!peer.canWrite || peer.departures >= MAX_DEPARTED_PER_PEER) return
    peer.departures += 1
    this.#departed ??= new Map()
    this.#departed.set(own.clientId, own.userId)
    const oldest = this.#departed.keys().next()
    if (this.#departed.size > MAX_DEPARTED && !oldest.done) this.#departed.delete(oldest.value)
  }

  /** What has to be told now. */
  #news(nowMs: number): Group[] {
    const news: News[] = []
    for (const peer of this.#waiting) {
      const own = this.#present.get(peer)
      // Too soon for this one: it stays, and by the next round there may be a newer state.
      if (own && nowMs - own.toldAtMs < STATE_GAP_MS) continue
      this.#waiting.delete(peer)
      if (!own || !readState(peer, own)) continue
      own.toldAtMs = nowMs
      news.push([peer, tellAt(own, own.clock + 1)])
    }
    return groupsOf(news)
  }
}

/** Whose state it is, and the state as it is sent. */
type News = readonly [DocPeer, Uint8Array]

/** What is told of some speakers in one message, or in several when it is much. */
type Group = {
  readonly entries: readonly News[]
  readonly speakers: ReadonlySet<DocPeer>
  readonly messages: readonly OutMessage[]
}

const groupsOf = (news: readonly News[]): Group[] =>
  Array.from({ length: Math.ceil(news.length / STATES_PER_MESSAGE) }, (_, i) => {
    const entries = news.slice(i * STATES_PER_MESSAGE, (i + 1) * STATES_PER_MESSAGE)
    return {
      entries,
      speakers: new Set(entries.map(([peer]) => peer)),
      messages: pack(entries.map(([, entry]) => entry)),
    }
  })

/**
 * Nobody hears of themselves: a client takes a state with a higher clock for its own newer one and
 * would lose the cursor it has moved since. Silent listeners all get the same bytes.
 */
const tell = (listener: DocPeer, groups: readonly Group[]): void => {
  for (const { speakers, messages, entries } of groups) {
    const heard = speakers.has(listener)
      ? pack(entries.filter(([peer]) => peer !== listener).map(([, entry]) => entry))
      : messages
    for (const message of heard) listener.send(message)
  }
}
