import * as Y from 'yjs'

/** One UTF-16 unit of text, by its place in the document's history. */
export type UnitId = { readonly client: number; readonly clock: number }

/**
 * Whether this unit counts: characters are code points without white space, as 字数 means, so the
 * second half of a surrogate pair does not, nor does a space.
 */
export const isCounted = (text: string, index: number): boolean => {
  const unit = text.charCodeAt(index)
  const isSecondHalf = unit >= 0xdc00 && unit <= 0xdfff
  return !isSecondHalf && !/\s/u.test(text.charAt(index))
}

/** A run of text in a document, deleted ones included when the document keeps them. */
export type Run = {
  readonly client: number
  readonly clock: number
  readonly text: string
  readonly isDeleted: boolean
}

/** A Yjs type as far as it is a list of items. */
export type TextNode = Pick<Y.AbstractType<unknown>, '_start' | '_item'>

const runOf = (item: Y.Item): Run | null =>
  item.content instanceof Y.ContentString
    ? {
        ...{ client: item.id.client, clock: item.id.clock },
        ...{ text: item.content.str, isDeleted: item.deleted },
      }
    : null

/** The runs of one text node, in order. */
export const runsOf = (node: TextNode): readonly Run[] => {
  const runs: Run[] = []
  for (let item = node._start; item !== null; item = item.right) {
    const run = runOf(item)
    if (run) runs.push(run)
  }
  return runs
}

/** Every text node below, in the plan's order, with the step it stands in. */
export const textNodes = (
  parent: Y.XmlFragment,
  stepId: string | null = null,
): readonly { readonly node: Y.XmlText; readonly stepId: string | null }[] =>
  parent.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) return [{ node: child, stepId }]
    if (!(child instanceof Y.XmlElement)) return []
    const own: unknown = child.getAttribute('stepId')
    const isStep = child.nodeName === 'lessonStep' && typeof own === 'string'
    return textNodes(child, isStep ? own : stepId)
  })

/** Every visible unit below, in the plan's order. */
export const visibleUnits = (
  body: Y.XmlFragment,
): { readonly text: string; readonly ids: readonly UnitId[] } => {
  let text = ''
  const ids: UnitId[] = []
  for (const { node } of textNodes(body))
    for (const run of runsOf(node)) {
      if (run.isDeleted) continue
      text += run.text
      for (let i = 0; i < run.text.length; i += 1)
        ids.push({ client: run.client, clock: run.clock + i })
    }
  return { text, ids }
}
