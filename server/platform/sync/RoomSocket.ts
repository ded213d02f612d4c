/** A message on its way to many readers: the same bytes for all, framed at most once. */
export class OutMessage {
  readonly payload: Uint8Array
  #frame: Buffer | null = null

  constructor(payload: Uint8Array) {
    this.payload = payload
  }

  /** The message as one unmasked binary WebSocket frame (RFC 6455 §5.2). */
  get frame(): Buffer {
    this.#frame ??= frameOf(this.payload)
    return this.#frame
  }
}

/** One reader of a document: a browser's WebSocket, or one that another node carries to us. */
export type RoomSocket = {
  readonly isOpen: boolean
  /** Bytes that were sent and have not left this process yet. */
  readonly unsentBytes: number
  send(message: OutMessage): void
  close(code: number, reason: string): void
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

const frameOf = (payload: Uint8Array): Buffer => {
  const { length } = payload
  const headLength = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(headLength + length)
  // FIN and the opcode of a binary message.
  frame[0] = 0x82
  if (headLength === 2) frame[1] = length
  else if (headLength === 4) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.set(payload, headLength)
  return frame
}
