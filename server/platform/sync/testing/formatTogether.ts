import * as Y from 'yjs'
import { seeded } from './randomEdits.ts'

const LETTERS = '0123456789'

/** One step of two people who format the same letters at once: from, length, bold or not. */
type Format = readonly [number, number, true | null]

const formatsOf = (seed: number): readonly (readonly [Format, Format])[] => {
  const random = seeded(seed)
  const format = (): Format => {
    const from = random(8)
    const length = Math.min(1 + random(4), LETTERS.length - from)
    return [from, length, random(2) === 0 ? true : null]
  }
  return Array.from({ length: 6 }, () => [format(), format()])
}

const textOf = (doc: Y.Doc): Y.Text => doc.getText('body')

/**
 * Two people format at once, and somebody reads who hears each change before either of them does.
 * Answers what the two had sent, in order, when the reader's copy first did something of itself, and
 * what that was; null when it never did.
 */
export const formatTogether = (
  seed: number,
): {
  readonly sent: readonly Uint8Array[]
  readonly tidied: Uint8Array
  readonly reader: Y.Doc
} | null => {
  const [one, other, reader] = [new Y.Doc(), new Y.Doc(), new Y.Doc()] as const
  // Which of two marks comes first is decided by these.
  one.clientID = 1
  other.clientID = 2
  reader.clientID = 3
  const sent: Uint8Array[] = []
  let tidied: Uint8Array | null = null
  const underway: (readonly [Y.Doc, Uint8Array])[] = []
  textOf(one).insert(0, LETTERS)
  const letters = Y.encodeStateAsUpdate(one)
  sent.push(letters)
  for (const doc of [other, reader]) {
    textOf(doc)
    Y.applyUpdate(doc, letters, 'line')
  }
  for (const [doc, far] of [[one, other] as const, [other, one] as const])
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'line') return
      sent.push(update)
      underway.push([far, update])
    })
  reader.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'line') tidied = update
  })
  for (const [mine, theirs] of formatsOf(seed)) {
    textOf(one).format(mine[0], mine[1], { bold: mine[2] })
    textOf(other).format(theirs[0], theirs[1], { bold: theirs[2] })
    while (underway.length > 0) {
      const round = underway.splice(0)
      for (const [, update] of round) Y.applyUpdate(reader, update, 'line')
      if (tidied) return { sent, tidied, reader }
      for (const [far, update] of round) Y.applyUpdate(far, update, 'line')
    }
  }
  return null
}
