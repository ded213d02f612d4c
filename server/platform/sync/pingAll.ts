import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { type Traffic, trafficOf } from './trafficOf.ts'

const PING_MS = 20_000

/**
 * So often nothing moves on a line before it is ended. The answer to a ping comes behind all that was
 * sent before, and the system alone takes megabytes that nobody sees move: on a slow line that is minutes.
 */
const SILENT_LOOKS = 2
const SILENT_LOOKS_BEHIND_MUCH = 6
const MUCH_BYTES = 64 * 1024

type Socket = Pick<WebSocket, 'readyState' | 'OPEN' | 'isPaused' | 'on' | 'ping' | 'terminate'>

/** One line, looked at now and then. */
class Line {
  readonly #socket: Socket
  readonly #stream: Duplex
  #last: Traffic | null = null
  #silentLooks = 0
  /** Of what was written, so much has arrived. */
  #arrivedBytes = 0

  constructor(socket: Socket, stream: Duplex) {
    this.#socket = socket
    this.#stream = stream
    socket.on('pong', (data: Buffer) => {
      this.#arrivedBytes = Number(data.toString())
    })
  }

  look(): void {
    const socket = this.#socket
    if (socket.readyState !== socket.OPEN) return
    // Nobody reads what it answers.
    if (socket.isPaused) {
      this.#last = null
      return
    }
    const now = trafficOf(this.#stream)
    this.#silentLooks = this.#hasMoved(now) ? 0 : this.#silentLooks + 1
    this.#last = now
    const isBehindMuch = now.writtenBytes - this.#arrivedBytes > MUCH_BYTES
    if (this.#silentLooks >= (isBehindMuch ? SILENT_LOOKS_BEHIND_MUCH : SILENT_LOOKS))
      socket.terminate()
    else socket.ping(String(now.writtenBytes))
  }

  /** What is taken at once says nothing: the system takes it for a dead line as well, until it is full. */
  #hasMoved(now: Traffic): boolean {
    const last = this.#last
    if (!last || now.readBytes !== last.readBytes) return true
    return last.unsentBytes > 0 && now.taken !== last.taken
  }
}

/** A link that died silently answers no ping and takes nothing: it is ended. */
export const pingAll = () => {
  const lines = new Set<Line>()
  const timer = setInterval(() => {
    for (const line of lines) line.look()
  }, PING_MS)
  timer.unref()
  return {
    watch: (socket: Socket, stream: Duplex): void => {
      const line = new Line(socket, stream)
      lines.add(line)
      socket.on('close', () => lines.delete(line))
    },
    stop: (): void => clearInterval(timer),
  }
}
