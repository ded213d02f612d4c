/**
 * One message or several in a row on their way to many readers: the same bytes for all, framed at
 * most once and written at once.
 */
export class OutMessage {
  readonly payloads: readonly Uint8Array[]
  #frames: Buffer | null = null

  constructor(...payloads: Uint8Array[]) {
    this.payloads = payloads
  }

  /** Several as one, in order. */
  static joined(messages: readonly OutMessage[]): OutMessage {
    const [only] = messages
    if (only && messages.length === 1) return only
    const joined = new OutMessage(...messages.flatMap(({ payloads }) => payloads))
    joined.#frames = Buffer.concat(messages.map(({ frames }) => frames))
    return joined
  }

  /** The messages as unmasked binary WebSocket frames (RFC 6455 §5.2). */
  get frames(): Buffer {
    this.#frames ??= framesOf(this.payloads)
    return this.#frames
  }
}

/** One reader of a document: a browser's WebSocket, or one that another node carries to us. */
export type RoomSocket = {
  readonly isOpen: boolean
  /** Bytes that were sent and have not left this process yet. */
  readonly unsentBytes: number
  send(message: OutMessage): void
  close(code: number, reason: string): void
  /** Ends it without a word, and with it everything unsent. */
  cut(): void
  /** Stops reading from the other side until `resume`; what was received already still comes. */
  pause(): void
  resume(): void
  /**
   * Called once, in the turn in which the socket was handed over: nothing may come before. A frame
   * that is no binary message ends the socket with `Malformed` and is not reported.
   */
  listen(listener: {
    readonly onMessage: (message: Uint8Array) => void
    /** Once, whoever ended it. */
    readonly onClosed: () => void
  }): void
}

const headLength = ({ length }: Uint8Array): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10)

const framesOf = (payloads: readonly Uint8Array[]): Buffer => {
  let sizeBytes = 0
  for (const payload of payloads) sizeBytes += headLength(payload) + payload.length
  const frames = Buffer.allocUnsafe(sizeBytes)
  let at = 0
  for (const payload of payloads) {
    const head = headLength(payload)
    // FIN and the opcode of a binary message.
    frames[at] = 0x82
    if (head === 2) frames[at + 1] = payload.length
    else if (head === 4) {
      frames[at + 1] = 126
      frames.writeUInt16BE(payload.length, at + 2)
    } else {
      frames[at + 1] = 127
      frames.writeBigUInt64BE(BigInt(payload.length), at + 2)
    }
    frames.set(payload, at + head)
    at += head + payload.length
  }
  return frames
}
