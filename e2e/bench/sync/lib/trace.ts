import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { seeded } from './random.ts'

/*
 * A long editing history: the B4 trace (see data/README.md), or a synthetic one of the same shape.
 * Packed: per operation a varint zigzag(position − end of the last operation) × 2 + (1 if deletion),
 * and for an insertion its character code.
 */

const file = join(import.meta.dirname, '../data/b4.bin.gz')

/** Writes the trace; an id of usual size on the wire. */
export const TYPIST = 2_863_311_530

/** A position, and the character inserted there; null deletes one. */
type Operation = readonly [position: number, char: string | null]

const unpack = (bytes: Uint8Array, limit: number): Operation[] => {
  const decoder = decoding.createDecoder(bytes)
  const count = Math.min(decoding.readVarUint(decoder), limit)
  let cursor = 0
  return Array.from({ length: count }, (): Operation => {
    const head = decoding.readVarUint(decoder)
    const zigzag = Math.floor(head / 2)
    const position = cursor + (zigzag % 2 ? -(zigzag + 1) / 2 : zigzag / 2)
    const isDeletion = head % 2 === 1
    cursor = isDeletion ? position : position + 1
    return [position, isDeletion ? null : String.fromCharCode(decoding.readVarUint(decoder))]
  })
}

/** Bursts of typing at a cursor that jumps now and then, with corrections. */
const synthetic = (count: number): Operation[] => {
  const random = seeded(4)
  const operations: Operation[] = []
  let length = 0
  let cursor = 0
  while (operations.length < count) {
    if (random() < 0.03) cursor = Math.floor(random() * (length + 1))
    const burst = 1 + Math.floor(random() * 40)
    for (let i = 0; i < burst && operations.length < count; i += 1) {
      const corrects = random() < 0.3 && cursor > 0
      operations.push(
        corrects
          ? [cursor - 1, null]
          : [cursor, 'etaoin shrdlu\n'[Math.floor(random() * 14)] ?? ' '],
      )
      cursor += corrects ? -1 : 1
      length += corrects ? -1 : 1
    }
  }
  return operations
}

export const traceSource = (): 'b4' | 'synthetic' => (existsSync(file) ? 'b4' : 'synthetic')

const operationsOf = (limit: number): Operation[] =>
  traceSource() === 'b4'
    ? unpack(gunzipSync(readFileSync(file)), limit)
    : synthetic(Math.min(limit, 260_000))

/** The text the trace is typed into: a paragraph of a plan, at its end. */
const traceText = (doc: Y.Doc): Y.XmlText => {
  const body = doc.getXmlFragment(PLAN_BODY)
  const isOurs = (node: unknown): node is Y.XmlElement =>
    node instanceof Y.XmlElement && node.getAttribute('trace') === '1'
  const text = body.toArray().find(isOurs)?.get(0)
  if (text instanceof Y.XmlText) return text
  const paragraph = new Y.XmlElement('paragraph')
  const words = new Y.XmlText()
  doc.transact(() => {
    paragraph.setAttribute('trace', '1')
    paragraph.insert(0, [words])
    body.push([paragraph])
  })
  return words
}

export const traceTextOf = (doc: Y.Doc): string => traceText(doc).toString()

export type Trace = {
  /** One update per keystroke. */
  readonly updates: readonly Uint8Array[]
  /** The whole document as one update. */
  readonly state: Uint8Array
  /** The typist's clock at the end. */
  readonly clock: number
  readonly text: string
}

const typed = (operations: readonly Operation[]): Uint8Array[] => {
  const doc = new Y.Doc()
  doc.clientID = TYPIST
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const [position, char] of operations)
    doc.transact(() => {
      const text = traceText(doc)
      if (char === null) text.delete(position, 1)
      else text.insert(position, char)
    })
  updates.push(Y.encodeStateAsUpdate(doc))
  return updates
}

/** Typing a quarter of a million keystrokes takes a while; the updates are kept for the next run. */
const cached = (limit: number): Uint8Array[] => {
  const path = join(tmpdir(), `yanke-bench-words-${traceSource()}-${limit}.bin`)
  if (existsSync(path)) {
    const decoder = decoding.createDecoder(new Uint8Array(readFileSync(path)))
    const updates: Uint8Array[] = []
    while (decoding.hasContent(decoder)) updates.push(decoding.readVarUint8Array(decoder))
    return updates
  }
  const updates = typed(operationsOf(limit))
  const encoder = encoding.createEncoder()
  for (const update of updates) encoding.writeVarUint8Array(encoder, update)
  writeFileSync(`${path}.${process.pid}`, encoding.toUint8Array(encoder))
  renameSync(`${path}.${process.pid}`, path)
  return updates
}

/** The first `limit` keystrokes of the history. */
export const readTrace = (limit: number): Trace => {
  const updates = cached(limit)
  const state = updates.pop() ?? Uint8Array.of(0, 0)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  return { updates, state, clock: Y.getState(doc.store, TYPIST), text: traceTextOf(doc) }
}
