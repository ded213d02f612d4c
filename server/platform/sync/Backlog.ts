import type { OutMessage } from './RoomSocket.ts'

/** What all readers together may be owed by this process: beyond it the slowest are cut. */
const MAX_OWED_BYTES = 256 * 1024 * 1024

/** Less than this beneath a socket's own write is not counted: it is what every busy line has for a moment. */
const COUNTED_FROM_BYTES = 64 * 1024

/** A line that takes less than it is sent. */
type Reader = {
  readonly isOpen: boolean
  readonly unsentBytes: number
  cut(): void
}

type Stream = {
  readonly writableLength: number
  write(bytes: Uint8Array, onTaken?: () => void): unknown
}

/**
 * What waits for readers who are behind, in all rooms. Each has a bound of its own, and so has the sum:
 * in a thousand documents it would be a thousand times the bound of one. A message that many wait for is
 * one piece of memory, and counts once.
 */
export class Backlog {
  readonly #maxOwedBytes: number
  /** By how many each message is waited for. */
  readonly #waiting = new Map<OutMessage, number>()
  /** Who waits, and for how many messages. */
  readonly #behind = new Map<Reader, number>()
  #owedBytes = 0

  constructor(maxOwedBytes = MAX_OWED_BYTES) {
    this.#maxOwedBytes = maxOwedBytes
  }

  get owedBytes(): number {
    return this.#owedBytes
  }

  write(reader: Reader, stream: Stream, message: OutMessage): void {
    const { frames } = message
    if (stream.writableLength + frames.length < COUNTED_FROM_BYTES) {
      stream.write(frames)
      return
    }
    this.#add(reader, message)
    stream.write(frames, () => this.#take(reader, message))
    if (this.#owedBytes > this.#maxOwedBytes) this.#slowest()?.cut()
  }

  #add(reader: Reader, message: OutMessage): void {
    const waiting = this.#waiting.get(message) ?? 0
    if (waiting === 0) this.#owedBytes += message.frames.length
    this.#waiting.set(message, waiting + 1)
    this.#behind.set(reader, (this.#behind.get(reader) ?? 0) + 1)
  }

  /** The system has it, or the line has ended. */
  #take(reader: Reader, message: OutMessage): void {
    if (countDown(this.#waiting, message)) this.#owedBytes -= message.frames.length
    countDown(this.#behind, reader)
  }

  #slowest(): Reader | null {
    let slowest: Reader | null = null
    for (const reader of this.#behind.keys())
      if (reader.isOpen && reader.unsentBytes > (slowest?.unsentBytes ?? 0)) slowest = reader
    return slowest
  }
}

/** True when that was the last. */
const countDown = <Key>(counts: Map<Key, number>, key: Key): boolean => {
  const left = (counts.get(key) ?? 1) - 1
  if (left > 0) counts.set(key, left)
  else counts.delete(key)
  return left === 0
}
