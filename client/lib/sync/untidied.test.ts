import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import { writeUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import { fakeServer } from './testing/fakeServer.ts'
import { disposeAfterEach, open, saveOf, settled } from './testing/openOn.ts'
import { seeded } from './testing/seeded.ts'

disposeAfterEach()

const LETTERS = '0123456789'
const ROUNDS = 25

/** Runs in which a copy that tidies says other formatting in the end than those who wrote. */
const SEEDS = [404, 616, 1322, 1932, 1994, 2087, 2619, 2700]

const frameOf = (update: Uint8Array): ArrayBuffer => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 0)
  writeUpdate(encoder, update)
  return encoding.toUint8Array(encoder).slice().buffer
}

const textOf = (doc: Y.Doc): Y.Text => doc.getText('body')

/** Letter by letter: marks that say nothing cut a stretch in two and change no letter. */
const says = (doc: Y.Doc) => {
  const delta: readonly { insert: string; attributes?: { bold?: true } }[] = textOf(doc).toDelta()
  return delta.flatMap(({ insert, attributes }) =>
    [...insert].map((letter) => [letter, attributes?.bold]),
  )
}

type Writer = { readonly doc: Y.Doc; readonly out: Uint8Array[]; readonly into: Uint8Array[] }

const writer = (clientID: number, letters: Uint8Array): Writer => {
  const doc = new Y.Doc()
  doc.clientID = clientID
  textOf(doc)
  Y.applyUpdate(doc, letters, 'line')
  const out: Uint8Array[] = []
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'line') out.push(update)
  })
  return { doc, out, into: [] }
}

const edits = (text: Y.Text, pick: (below: number) => number): void => {
  if (pick(3) !== 0) {
    const from = pick(text.length)
    const length = 1 + pick(Math.min(4, text.length - from))
    text.format(from, length, { bold: pick(2) === 0 ? null : true })
  } else if (pick(2) !== 0) text.insert(pick(text.length + 1), 'ab')
  else if (text.length > 4) text.delete(pick(text.length - 2), 1 + pick(2))
}

/**
 * Two who format the same letters at once, in copies of Yjs' own that tidy marks and say so. What
 * they send is passed on at once to whoever reads, and later to each other.
 */
const formatTogether = (seed: number, pass: (update: Uint8Array) => void): Y.Doc => {
  const pick = seeded(seed)
  const start = new Y.Doc()
  start.clientID = 3
  textOf(start).insert(0, LETTERS)
  const letters = Y.encodeStateAsUpdate(start)
  pass(letters)
  const [one, other] = [writer(1, letters), writer(2, letters)]
  const either = (): Writer => (pick(2) === 0 ? other : one)
  const sends = (from: Writer, count: number): void => {
    for (const update of from.out.splice(0, count)) {
      pass(update)
      ;(from === one ? other : one).into.push(update)
    }
  }
  const hears = ({ doc, into }: Writer, count: number): void => {
    for (const update of into.splice(0, count)) Y.applyUpdate(doc, update, 'line')
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    edits(textOf(either().doc), pick)
    sends(either(), pick(4))
    hears(either(), pick(4))
  }
  while (one.out.length + other.out.length + one.into.length + other.into.length > 0)
    for (const each of [one, other]) {
      sends(each, ROUNDS)
      hears(each, ROUNDS)
    }
  return one.doc
}

test.each(SEEDS)(
  '[DR11] a page tidies no formatting marks: who only reads sees what everybody sees (%i)',
  async (seed) => {
    const server = fakeServer()
    const reader = open(server)
    const socket = await settled(server, reader)
    textOf(reader.doc)
    const sent = socket.underway.length
    const written = formatTogether(seed, (update) => socket.says(frameOf(update)))
    expect(says(reader.doc)).toEqual(says(written))
    expect(socket.underway).toHaveLength(sent)
    expect(saveOf(reader)).toBe('saved')
  },
)
