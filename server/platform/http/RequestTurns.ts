import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** So many begin in a turn of the event loop: between two turns whoever types is heard. */
const BEGUN_PER_TURN = 4

/** A browser asks again on a line when it has its answer; whoever has so many waiting reads none. */
const MOST_WAITING = 64

/** What of all answers may lie here, taken by nobody. */
const MAX_UNREAD_BYTES = 256 * 1024 * 1024

type Asked = { readonly request: IncomingMessage; readonly response: ServerResponse }

/**
 * Requests in an order that leaves everybody their turn: on each line one after the other, as their
 * answers are taken, and of all lines a few in a turn of the event loop. Node begins everything at once
 * that a line has poured, and keeps every answer until somebody reads it.
 */
export class RequestTurns {
  readonly #handle: RequestListener
  readonly #maxUnreadBytes: number
  /** Lines with a request under way, and what waits behind it. */
  readonly #lines = new WeakMap<Duplex, Asked[]>()
  readonly #due: Asked[] = []
  readonly #answering = new Set<ServerResponse>()
  #left = BEGUN_PER_TURN
  #isScheduled = false

  constructor(handle: RequestListener, maxUnreadBytes = MAX_UNREAD_BYTES) {
    this.#handle = handle
    this.#maxUnreadBytes = maxUnreadBytes
  }

  /** For the process's `request` event. */
  readonly take: RequestListener = (request, response) => {
    const { socket } = request
    const waiting = this.#lines.get(socket)
    if (!waiting) {
      this.#lines.set(socket, [])
      this.#begin({ request, response })
    } else if (waiting.push({ request, response }) > MOST_WAITING) socket.destroy()
  }

  /** At once when the turn has room and nobody was before. */
  #begin(asked: Asked): void {
    this.#due.push(asked)
    this.#beginDue()
  }

  #beginDue(): void {
    while (this.#left > 0) {
      const asked = this.#due.shift()
      if (!asked) break
      if (asked.request.socket.destroyed) continue
      this.#left -= 1
      this.#answer(asked)
    }
    if (this.#isScheduled || this.#left === BEGUN_PER_TURN) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#left = BEGUN_PER_TURN
      this.#beginDue()
    })
  }

  #answer({ request, response }: Asked): void {
    this.#cutLargest()
    this.#answering.add(response)
    response.once('close', () => {
      this.#answering.delete(response)
      this.#next(request.socket)
    })
    this.#handle(request, response)
  }

  #next(line: Duplex): void {
    const asked = this.#lines.get(line)?.shift()
    if (asked) this.#begin(asked)
    else this.#lines.delete(line)
  }

  /** Whoever reads it asks again; whoever does not would fill our memory. */
  #cutLargest(): void {
    let [unread, most] = [0, 0]
    let largest: ServerResponse | null = null
    for (const response of this.#answering) {
      const { writableLength } = response
      unread += writableLength
      if (writableLength <= most) continue
      most = writableLength
      largest = response
    }
    if (unread > this.#maxUnreadBytes) largest?.destroy()
  }
}
