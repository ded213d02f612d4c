/**
 * One message or several in a row on their way to many readers: the same bytes for all, framed once
 * and written at once.
 */
export class OutMessage {
  /** The messages as unmasked binary WebSocket frames (RFC 6455 §5.2). */
  readonly frames: Buffer
  /** The messages alone: views into the frames. */
  readonly payloads: readonly Uint8Array[]

  private constructor(frames: Buffer, payloads: readonly Uint8Array[]) {
    this.frames = frames
    this.payloads = payloads
  }

  /** One message: some numbers as lib0 writes them and, when there is one, a block with its length. */
  static of(numbers: readonly number[], block?: Uint8Array): OutMessage {
    let payloadBytes = block ? uintBytes(block.length) + block.length : 0
    for (const number of numbers) payloadBytes += uintBytes(number)
    const headBytes = frameHeadBytes(payloadBytes)
    const frames = Buffer.allocUnsafe(headBytes + payloadBytes)
    writeFrameHead(frames, payloadBytes)
    let at = headBytes
    for (const number of numbers) at = writeUint(frames, at, number)
    if (block) frames.set(block, writeUint(frames, at, block.length))
    return new OutMessage(frames, [frames.subarray(headBytes)])
  }

  /** A message that is encoded already, e.g. by another node. */
  static carrying(payload: Uint8Array): OutMessage {
    const headBytes = frameHeadBytes(payload.length)
    const frames = Buffer.allocUnsafe(headBytes + payload.length)
    writeFrameHead(frames, payload.length)
    frames.set(payload, headBytes)
    return new OutMessage(frames, [frames.subarray(headBytes)])
  }

  /** To be kept: a small message lies in a slab that many share, and would hold on to all of it. */
  inOwnMemory(): OutMessage {
    const { buffer, byteOffset, length } = this.frames
    if (length === buffer.byteLength) return this
    const own = Buffer.from(new Uint8Array(this.frames).buffer)
    const at = (payload: Uint8Array) => payload.byteOffset - byteOffset
    return new OutMessage(
      own,
      this.payloads.map((one) => own.subarray(at(one), at(one) + one.length)),
    )
  }

  /** Several as one, in order. */
  static joined(messages: readonly OutMessage[]): OutMessage {
    const [only] = messages
    if (only && messages.length === 1) return only
    return new OutMessage(
      Buffer.concat(messages.map(({ frames }) => frames)),
      messages.flatMap(({ payloads }) => payloads),
    )
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

const frameHeadBytes = (payloadBytes: number): number =>
  payloadBytes < 126 ? 2 : payloadBytes < 65_536 ? 4 : 10

const writeFrameHead = (frame: Buffer, payloadBytes: number): void => {
  // FIN and the opcode of a binary message.
  frame[0] = 0x82
  if (payloadBytes < 126) frame[1] = payloadBytes
  else if (payloadBytes < 65_536) {
    frame[1] = 126
    frame.writeUInt16BE(payloadBytes, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(payloadBytes), 2)
  }
}

/** How many bytes lib0 spends on a non-negative integer: seven bits each. */
const uintBytes = (value: number): number => {
  let bytes = 1
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes += 1
  return bytes
}

/** Answers where the next byte goes. */
const writeUint = (bytes: Uint8Array, at: number, value: number): number => {
  let next = at
  let rest = value
  while (rest > 0x7f) {
    bytes[next++] = 0x80 | (rest % 128)
    rest = Math.floor(rest / 128)
  }
  bytes[next++] = rest
  return next
}
