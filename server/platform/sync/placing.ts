import type { StructShape } from './readUpdate.ts'

/**
 * Where a struct lies, in one number, because it is kept for every stretch of every document:
 * how deep; in what, inside a root that is XML (0 outside of those); what may lie in it; and
 * whether it is an attribute.
 */
export type Placing = number

const DEPTH = 0xff
const IN = 0x100
const HOLDS = 0x400
const KEYED = 0x1000

const XML_ROOT = 1
const ELEMENT = 2
const TEXT = 3

/** Content kinds of Yjs (`ID_REF` 0–10) and of types (`YTypeRefs`). */
export const DELETED = 1
const kinds = { json: 2, string: 4, format: 6, type: 7, any: 8 } as const
const types = { element: 3, text: 6 } as const

const containerOf = (placing: Placing): number => Math.floor(placing / IN) % 4
export const isKeyed = (placing: Placing): boolean => placing >= KEYED

/** Right in a root that is XML. */
export const isAtTop = (placing: Placing): boolean => containerOf(placing) === XML_ROOT

/** 0 for what was garbage-collected. */
export const depthIn = (placing: Placing): number => placing & DEPTH

export const inRoot = (isXml: boolean, { isKeyed: keyed }: StructShape): Placing =>
  1 + (isXml ? XML_ROOT * IN : 0) + (keyed ? KEYED : 0)

export const inside = (parent: Placing, { isKeyed: keyed }: StructShape): Placing =>
  depthIn(parent) + 1 + (Math.floor(parent / HOLDS) % 4) * IN + (keyed ? KEYED : 0)

export const beside = (neighbour: Placing): Placing =>
  depthIn(neighbour) + containerOf(neighbour) * IN + (isKeyed(neighbour) ? KEYED : 0)

/** With what may lie in the struct itself. */
export const holding = (placing: Placing, { content, typeRef }: StructShape): Placing => {
  if (containerOf(placing) === 0 || content !== kinds.type) return placing
  if (typeRef === types.element) return placing + ELEMENT * HOLDS
  return typeRef === types.text ? placing + TEXT * HOLDS : placing
}

const isType = ({ content, typeRef }: StructShape, ...allowed: readonly number[]): boolean =>
  content === kinds.type && allowed.includes(typeRef)

/**
 * Whether an XML document has such a thing there: elements in the root, elements and texts in an
 * element, words in a text, plain values as attributes. An editor that meets anything else throws,
 * and with it every page that opens the document.
 */
export const fitsIn = (placing: Placing, struct: StructShape): boolean => {
  const container = containerOf(placing)
  const { content } = struct
  if (container === 0 || content === DELETED) return true
  if (isKeyed(placing))
    return container !== XML_ROOT && (content === kinds.any || content === kinds.json)
  if (container === XML_ROOT) return isType(struct, types.element)
  if (container === ELEMENT) return isType(struct, types.element, types.text)
  return content === kinds.string || content === kinds.format
}
