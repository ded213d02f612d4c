import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** What one message of a link is about. The numbers are the wire's. */
export const frameKinds = {
  /** A visitor: JSON of the visit. */
  open: 1,
  /** One message of the document protocol, either way. */
  data: 2,
  /** The channel ends: JSON of code and reason. */
  close: 3,
  /** Bytes of `data` that have left the other side for good: JSON of their number. */
  taken: 4,
  /** The owner's room reads no more of this visitor for now; reads again. */
  pause: 5,
  resume: 6,
  /** A question: its length, JSON, bytes; the channel's number is the question's. */
  ask: 7,
  answer: 8,
  failure: 9,
  /** A message of the bus that could not go through Redis: JSON. */
  tell: 10,
  /** The channel ends without a word. */
  cut: 11,
} as const
export type FrameKind = keyof typeof frameKinds

const kindOf = new Map<number, FrameKind>(
  Object.entries(frameKinds).map(([kind, number]) => [number, kind as FrameKind]),
)

export type LinkFrame = {
  readonly kind: FrameKind
  readonly channel: number
  readonly payload: Uint8Array
}

export const encodeFrame = ({ kind, channel, payload }: LinkFrame): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeUint8(encoder, frameKinds[kind])
  encoding.writeVarUint(encoder, channel)
  encoding.writeUint8Array(encoder, payload)
  return encoding.toUint8Array(encoder)
}

/** Null for what no node of ours sends. The payload is a view into `message`. */
export const decodeFrame = (message: Uint8Array): LinkFrame | null => {
  try {
    const decoder = decoding.createDecoder(message)
    const kind = kindOf.get(decoding.readUint8(decoder))
    const channel = decoding.readVarUint(decoder)
    return kind ? { kind, channel, payload: message.subarray(decoder.pos) } : null
  } catch {
    // Cut off within its first bytes.
    return null
  }
}

export const jsonBytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(value))

export const readJson = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes))

/** JSON and the bytes that go with it. */
export const joined = (head: unknown, bytes: readonly Uint8Array[] = []): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarString(encoder, JSON.stringify(head))
  encoding.writeVarUint(encoder, bytes.length)
  for (const some of bytes) encoding.writeVarUint8Array(encoder, some)
  return encoding.toUint8Array(encoder)
}

export const parted = (
  payload: Uint8Array,
): { readonly head: unknown; readonly bytes: readonly Uint8Array[] } => {
  const decoder = decoding.createDecoder(payload)
  const head: unknown = JSON.parse(decoding.readVarString(decoder))
  const count = decoding.readVarUint(decoder)
  const bytes = Array.from({ length: count }, () => decoding.readVarUint8Array(decoder).slice())
  return { head, bytes }
}
