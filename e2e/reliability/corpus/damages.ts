import * as Y from 'yjs'
import { packUpdates, unpackUpdates } from '#server/platform/sync/store/packedRows.ts'
import { decodeBomb, deepUpdate, subdocument, withoutTheFirst } from './hostile.ts'

/** What stands in a row instead of what was written; with `isSigned` its checksum is made to fit. */
export type Damage = readonly [
  what: string,
  damage: (bytes: Uint8Array, random: () => number) => Uint8Array | string,
  isSigned?: 'signed',
]

const at = (bytes: Uint8Array, random: () => number): number =>
  Math.floor(random() * Math.max(1, bytes.length))

const changed = (bytes: Uint8Array, change: (copy: Uint8Array) => void): Uint8Array => {
  const copy = Uint8Array.from(bytes)
  change(copy)
  return copy
}

const noise = (length: number, random: () => number): Uint8Array =>
  Uint8Array.from({ length }, () => Math.floor(random() * 256))

/** Without the envelope of a message: type, kind and length. */
const updateIn = (frame: Uint8Array): Uint8Array => {
  let head = 2
  while ((frame[head] ?? 0) >= 0x80) head += 1
  return frame.subarray(head + 1)
}

/** A row in order from the outside, in which every update says this instead. */
const saying =
  (update: (random: () => number) => Uint8Array): Damage[1] =>
  (bytes, random) =>
    packUpdates(unpackUpdates(bytes).map((row) => ({ ...row, update: update(random) }))).bytes

const unfitting = (): Uint8Array => updateIn(withoutTheFirst(1)[0] ?? new Uint8Array())

/** What a disk does to a row, and what only somebody who means it can do. */
export const damages: readonly Damage[] = [
  [
    'a bit has flipped',
    (bytes, random) => {
      const place = at(bytes, random)
      return changed(bytes, (copy) => {
        copy[place] = (copy[place] ?? 0) ^ (1 << Math.floor(random() * 8))
      })
    },
  ],
  ['a byte too few', (bytes) => bytes.slice(0, -1)],
  ['cut anywhere', (bytes, random) => bytes.slice(0, at(bytes, random))],
  ['the front is gone', (bytes, random) => bytes.slice(1 + at(bytes, random))],
  ['nothing left', () => new Uint8Array()],
  ['zeroes', (bytes) => new Uint8Array(bytes.length)],
  [
    'zeroes from somewhere on',
    (bytes, random) => {
      const place = at(bytes, random)
      return changed(bytes, (copy) => copy.fill(0, place).fill(1, place, place + 1))
    },
  ],
  ['all bits set', (bytes) => new Uint8Array(bytes.length).fill(0xff)],
  ['noise', (bytes, random) => noise(bytes.length, random)],
  ['noise behind it', (bytes, random) => Uint8Array.of(...bytes, ...noise(9, random))],
  ['twice', (bytes) => Uint8Array.of(...bytes, ...bytes)],
  ['backwards', (bytes) => Uint8Array.of(...bytes.toReversed(), 7)],
  ['words', () => '这一行不是字节'],
  ['noise, signed', (bytes, random) => noise(bytes.length, random), 'signed'],
  ['nothing, signed', () => new Uint8Array(), 'signed'],
  ['cut, signed', (bytes, random) => bytes.slice(0, 1 + at(bytes, random) / 2), 'signed'],
  ['endless numbers, signed', () => new Uint8Array(64).fill(0xff), 'signed'],
  ['updates of noise, signed', saying((random) => noise(30, random)), 'signed'],
  ['empty updates, signed', saying(() => new Uint8Array()), 'signed'],
  ['a decode bomb, signed', saying(() => updateIn(decodeBomb)), 'signed'],
  ['elements 2,000 deep, signed', saying(() => updateIn(deepUpdate(2000))), 'signed'],
  ['what never fits, signed', saying(unfitting), 'signed'],
  ['a document within, signed', saying(() => updateIn(subdocument())), 'signed'],
  ['an update of version 2, signed', saying(() => Y.encodeStateAsUpdateV2(new Y.Doc())), 'signed'],
]
