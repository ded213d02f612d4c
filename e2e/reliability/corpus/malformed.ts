import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { messageTypes } from '#shared/sync/messages.ts'
import {
  byHand,
  presence,
  queryAwareness,
  step1,
  step2,
  update,
  updateOf,
  writeParagraph,
} from './frames.ts'

/** What is sent: bytes, or a text message where only binary ones are spoken. */
export type Frame = Uint8Array | string

/** One of each thing an honest page says. */
const honest = (): readonly Uint8Array[] => {
  const doc = new Y.Doc()
  const typed = updateOf((to) => writeParagraph(to, '一课一案'), doc)
  const text = () => (doc.getXmlFragment('body').get(0) as Y.XmlElement).get(0) as Y.XmlText
  return [
    update(typed),
    step2(Y.encodeStateAsUpdate(doc)),
    update(updateOf(() => text().insert(2, '📎 slides'), doc)),
    update(updateOf(() => text().format(0, 2, { bold: {} }), doc)),
    update(updateOf(() => text().delete(1, 3), doc)),
    update(
      updateOf(
        () => (doc.getXmlFragment('body').get(0) as Y.XmlElement).setAttribute('level', '2'),
        doc,
      ),
    ),
    step1(Y.encodeStateVector(doc)),
    presence([doc.clientID, 1, { cursor: { anchor: null, head: null } }]),
    queryAwareness,
  ]
}

const bytesOf = (random: () => number, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => Math.floor(random() * 256))

type Mutation = (frame: Uint8Array, random: () => number, other: Uint8Array) => Frame

const place = (frame: Uint8Array, random: () => number): number =>
  Math.floor(random() * Math.max(1, frame.length))

const mutations: readonly Mutation[] = [
  // A byte is another one.
  (frame, random) => {
    const changed = Uint8Array.from(frame)
    changed[place(frame, random)] = Math.floor(random() * 256)
    return changed
  },
  // A bit has flipped.
  (frame, random) => {
    const changed = Uint8Array.from(frame)
    const at = place(frame, random)
    changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8))
    return changed
  },
  (frame, random) => frame.slice(0, place(frame, random)),
  (frame, random) => Uint8Array.of(...frame, ...bytesOf(random, 1 + Math.floor(random() * 9))),
  (frame, _random, other) => Uint8Array.of(...frame, ...other),
  // A piece is missing in the middle, or there twice.
  (frame, random) => {
    const at = place(frame, random)
    return Uint8Array.of(...frame.slice(0, at), ...frame.slice(at + 1 + Math.floor(random() * 4)))
  },
  (frame, random) => {
    const at = place(frame, random)
    return Uint8Array.of(...frame.slice(0, at), ...frame.slice(at >> 1))
  },
  // A number that never ends, or is beyond all numbers.
  (frame, random) => {
    const at = place(frame, random)
    const endless = Array.from({ length: 4 + Math.floor(random() * 8) }, () => 0xff)
    return Uint8Array.of(...frame.slice(0, at), ...endless, ...frame.slice(at + 1))
  },
  (_frame, random) => bytesOf(random, Math.floor(random() * 200)),
  // Noise in an honest envelope.
  (_frame, random) => update(bytesOf(random, 1 + Math.floor(random() * 100))),
  (frame) => Buffer.from(frame).toString('latin1'),
]

/** Beyond what is there, beyond 32 bits, and the largest number there is. */
const tooMany = [1000, 2 ** 31, Number.MAX_SAFE_INTEGER] as const

/** Put together by hand: what no mutation of something honest is likely to hit. */
const handmade = (): readonly Frame[] => [
  // Kinds of content nobody knows, kinds of shared types nobody knows, and parents of no kind.
  ...Array.from({ length: 21 }, (_, kind) =>
    update(byHand(1, 1, 7, 0, { byte: 11 + kind }, 1, 'body', 1, 0)),
  ),
  ...[7, 8, 200].map((type) => update(byHand(1, 1, 7, 0, 7, 1, 'body', type, 0))),
  update(byHand(1, 1, 7, 0, 4, 2, 'body', 'x', 0)),
  // Counts that are not true.
  ...tooMany.flatMap((count) => [
    update(byHand(count, 1, 7, 0, 4, 1, 'body', 'x', 0)),
    update(byHand(1, count, 7, 0, 4, 1, 'body', 'x', 0)),
    update(byHand(0, count)),
    update(byHand(0, 1, 7, count)),
    step1(byHand(count)),
    Uint8Array.of(messageTypes.awareness, ...byHand(8), ...byHand(count)),
  ]),
  // What only a server says, a step there is not, and another version of the format.
  byHand(messageTypes.auth, 0, 'no'),
  byHand(messageTypes.ack, 5),
  byHand(messageTypes.epoch, 'of my own'),
  byHand(messageTypes.sync, 3, 2, 0, 0),
  update(Y.encodeStateAsUpdateV2(updatedDoc())),
  update(new Uint8Array()),
  step1(new Uint8Array()),
]

const updatedDoc = (): Y.Doc => {
  const doc = new Y.Doc()
  writeParagraph(doc, '第二版')
  return doc
}

/** Every first byte before an honest body, every cut of honest frames, what is made by hand, and text. */
const systematic = (): readonly Frame[] => {
  const frames = honest()
  const [first = queryAwareness] = frames
  return [
    ...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte, ...first.slice(1))),
    ...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)),
    ...frames.flatMap((frame) =>
      Array.from({ length: frame.length }, (_, length) => frame.slice(0, length)),
    ),
    ...handmade(),
    ...['', 'hello', '{"type":"update"}', '\u0000\u0002\u0002\u0000\u0000', '花'.repeat(1000)],
  ]
}

/** So many malformed frames, the systematic ones first. The same seed gives the same frames. */
export const malformed = (count: number, random: () => number): readonly Frame[] => {
  const frames: Frame[] = [...systematic()].slice(0, count)
  while (frames.length < count) {
    const seeds = honest()
    const frame = seeds[Math.floor(random() * seeds.length)] ?? queryAwareness
    const other = seeds[Math.floor(random() * seeds.length)] ?? queryAwareness
    const mutate = mutations[Math.floor(random() * mutations.length)]
    frames.push(mutate?.(frame, random, other) ?? frame)
  }
  return frames
}

const readUpdate = (payload: Uint8Array): void => {
  const decoder = decoding.createDecoder(payload)
  // Yjs itself would loop as often as it is told.
  for (const _count of ['clients', 'structs'])
    if (decoding.hasContent(decoder) && decoding.readVarUint(decoder) > payload.length)
      throw new Error('more than there are bytes')
  Y.decodeUpdate(payload)
}

/** Whether y-protocols and Yjs can read it: the generous view, so that nobody is accused wrongly. */
export const decodes = (frame: Frame): boolean => {
  if (typeof frame === 'string') return false
  try {
    const decoder = decoding.createDecoder(frame)
    const type = decoding.readVarUint(decoder)
    if (type === messageTypes.queryAwareness) return true
    if (type === messageTypes.awareness) return decoding.readVarUint8Array(decoder).length > 0
    if (type !== messageTypes.sync) return false
    const step = decoding.readVarUint(decoder)
    const payload = decoding.readVarUint8Array(decoder)
    if (step === 0) Y.decodeStateVector(payload)
    else if (step <= 2) readUpdate(payload)
    return step <= 2
  } catch {
    return false
  }
}
