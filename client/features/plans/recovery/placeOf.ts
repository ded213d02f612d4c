import * as Y from 'yjs'
import { PLAN_BODY } from '#shared/plans/shape.ts'

/** Where words stood in a plan. Kept as JSON, so every field is a string or null. */
export type PlanPlace = {
  readonly kind: 'plan'
  readonly stepId: string | null
  /** Which of the step's rows: lead, assist, student, intent. */
  readonly row: string | null
  /** The step's title, or the section's. */
  readonly title: string | null
  /** Where in what has survived: a Yjs relative position as JSON. */
  readonly near: string | null
  /** A line that still stands without these words, and what it says with them. */
  readonly line?: string
  readonly becomes?: string
  /** The whole step they stood in, as `keepStep` writes it, when all of it went. */
  readonly step?: string
}

/** Whether an item still says something: it stands, or has just been deleted and not yet forgotten. */
export type IsReadable = (item: Y.Item) => boolean

/** A shared type of whatever kind. */
type AnyType = Y.ContentType['type']

export const childrenOf = (type: AnyType): Y.Item[] => {
  const items: Y.Item[] = []
  for (let item = type._start; item !== null; item = item.right) items.push(item)
  return items
}

const typeIn = (item: Y.Item): AnyType | null =>
  item.content instanceof Y.ContentType ? item.content.type : null

/** The item a type hangs on; null for a document's root. */
export const holderOf = (item: Y.Item): Y.Item | null =>
  item.parent instanceof Y.AbstractType ? item.parent._item : null

/** Every item under this one, in reading order, itself first. */
export const itemsUnder = (item: Y.Item): Y.Item[] => {
  const type = typeIn(item)
  return [item, ...(type ? childrenOf(type).flatMap(itemsUnder) : [])]
}

export const elementIn = (item: Y.Item | null): Y.XmlElement | null => {
  const type = item && typeIn(item)
  return type instanceof Y.XmlElement ? type : null
}

/** `getAttribute` says nothing of a deleted element; what it held can still be read. */
export const attributeOf = (element: Y.XmlElement, name: string): unknown => {
  const content = element._map.get(name)?.content
  return content instanceof Y.ContentAny ? content.arr.at(-1) : null
}

const stringOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const wordsUnder = (item: Y.Item, isReadable: IsReadable): string =>
  itemsUnder(item)
    .filter(isReadable)
    .map(({ content }) => (content instanceof Y.ContentString ? content.str : ''))
    .join('')
    .trim()

const titleOfStep = (step: Y.XmlElement, isReadable: IsReadable): string | null => {
  const title = childrenOf(step).find((child) => elementIn(child)?.nodeName === 'stepTitle')
  return title ? wordsUnder(title, isReadable) || null : null
}

const isSection = (item: Y.Item): boolean => {
  const element = elementIn(item)
  return element?.nodeName === 'heading' && attributeOf(element, 'level') === 2
}

const sectionBefore = (top: Y.Item, isReadable: IsReadable): string | null => {
  for (let item = top.left; item !== null; item = item.left)
    if (isSection(item)) {
      const words = wordsUnder(item, isReadable)
      if (words) return words
    }
  return null
}

/** The chain from an item up to the child of the root it stands in. */
const ancestorsOf = (item: Y.Item): Y.Item[] => {
  const chain = [item]
  for (let holder = holderOf(item); holder !== null; holder = holderOf(holder)) chain.push(holder)
  return chain
}

/** `near` is the outermost item that went with the words, or the words' own. */
export const placeOf = (item: Y.Item, near: Y.Item, isReadable: IsReadable): PlanPlace => {
  const chain = ancestorsOf(item)
  const named = (name: string) =>
    chain.map(elementIn).find((element) => element?.nodeName === name) ?? null
  const step = named('lessonStep')
  const row = named('stepRow')
  const top = chain.at(-1) ?? item
  const holder = holderOf(near)
  const position = new Y.RelativePosition(holder?.id ?? null, holder ? null : PLAN_BODY, near.id, 0)
  return {
    kind: 'plan',
    stepId: step && stringOf(attributeOf(step, 'stepId')),
    row: row && stringOf(attributeOf(row, 'kind')),
    title: step ? titleOfStep(step, isReadable) : sectionBefore(top, isReadable),
    near: JSON.stringify(Y.relativePositionToJSON(position)),
  }
}
