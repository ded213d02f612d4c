/**
 * One message or several in a row on their way to many readers: the same bytes for all, framed once
 * and written at once.
 */
export class OutMessage {
  /** The messages as unmasked binary WebSocket frames (RFC 6455 §5.2). */
  readonly frames: Buffer

  private constructor(frames: Buffer) {
    this.frames = frames
  }

  /** One message: some numbers as lib0 writes them and, when there is one, a block with its length. */
  static of(numbers: readonly number[], block?: Uint8Array): OutMessage {
    const payloadBytes = payloadLength(numbers, block)
    const frames = Buffer.allocUnsafe(frameHeadBytes(payloadBytes) + payloadBytes)
    writeMessage(frames, 0, payloadBytes, numbers, block)
    return new OutMessage(frames)
  }

  /** Many of one kind in order, each `numbers` and one of the blocks. */
  static ofMany(numbers: readonly number[], blocks: readonly Uint8Array[]): OutMessage {
    let sizeBytes = 0
    for (const block of blocks) {
      const payloadBytes = payloadLength(numbers, block)
      sizeBytes += frameHeadBytes(payloadBytes) + payloadBytes
    }
    const frames = Buffer.allocUnsafe(sizeBytes)
    let at = 0
    for (const block of blocks)
      at = writeMessage(frames, at, payloadLength(numbers, block), numbers, block)
    return new OutMessage(frames)
  }

  /** A message that is encoded already, e.g. by another node. */
  static carrying(payload: Uint8Array): OutMessage {
    const headBytes = frameHeadBytes(payload.length)
    const frames = Buffer.allocUnsafe(headBytes + payload.length)
    writeFrameHead(frames, 0, payload.length)
    frames.set(payload, headBytes)
    return new OutMessage(frames)
  }

  /** The messages alone, as views into the frames. */
  get payloads(): readonly Uint8Array[] {
    const payloads: Uint8Array[] = []
    for (let at = 0; at < this.frames.length; ) {
      const start = at + frameHeadAt(this.frames, at)
      at = start + payloadLengthAt(this.frames, at)
      payloads.push(this.frames.subarray(start, at))
    }
    return payloads
  }

  /** To be kept: a small message lies in a slab that many share, and would hold on to all of it. */
  inOwnMemory(): OutMessage {
    const isOwn = this.frames.length === this.frames.buffer.byteLength
    return isOwn ? this : new OutMessage(Buffer.from(new Uint8Array(this.frames).buffer))
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

/** Answers where the payload goes. */
const writeFrameHead = (frames: Buffer, at: number, payloadBytes: number): number => {
  // FIN and the opcode of a binary message.
  frames[at] = 0x82
  if (payloadBytes < 126) frames[at + 1] = payloadBytes
  else if (payloadBytes < 65_536) {
    frames[at + 1] = 126
    frames.writeUInt16BE(payloadBytes, at + 2)
  } else {
    frames[at + 1] = 127
    frames.writeBigUInt64BE(BigInt(payloadBytes), at + 2)
  }
  return at + frameHeadBytes(payloadBytes)
}

const frameHeadAt = (frames: Buffer, at: number): number => {
  const claimed = frames[at + 1]
  return claimed === 126 ? 4 : claimed === 127 ? 10 : 2
}

const payloadLengthAt = (frames: Buffer, at: number): number => {
  const claimed = frames[at + 1] ?? 0
  if (claimed === 126) return frames.readUInt16BE(at + 2)
  return claimed === 127 ? Number(frames.readBigUInt64BE(at + 2)) : claimed
}

const payloadLength = (numbers: readonly number[], block: Uint8Array | undefined): number => {
  let length = block ? uintBytes(block.length) + block.length : 0
  for (const number of numbers) length += uintBytes(number)
  return length
}

/** Answers where the next message goes. */
const writeMessage = (
  frames: Buffer,
  start: number,
  payloadBytes: number,
  numbers: readonly number[],
  block: Uint8Array | undefined,
): number => {
  let at = writeFrameHead(frames, start, payloadBytes)
  for (const number of numbers) at = writeUint(frames, at, number)
  if (!block) return at
  at = writeUint(frames, at, block.length)
  frames.set(block, at)
  return at + block.length
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
