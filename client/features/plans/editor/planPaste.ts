import { Extension } from '@tiptap/core'
import { Fragment, type Node, type ResolvedPos, type Schema, Slice } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'

const inlineOf = (schema: Schema, blocks: readonly Node[]): readonly Node[] =>
  blocks.flatMap((block, index) => {
    const words: Node[] = []
    block.forEach((child) => {
      words.push(child)
    })
    const lineBreak = schema.nodes.hardBreak?.create()
    return index > 0 && lineBreak ? [lineBreak, ...words] : words
  })

/** Every textblock of a slice in order, whatever it stood in. */
const textblocksOf = (slice: Slice): readonly Node[] => {
  const found: Node[] = []
  slice.content.descendants((node) => {
    if (node.isTextblock) found.push(node)
    return !node.isTextblock
  })
  return found
}

const listsAndParagraphs = (schema: Schema, slice: Slice): Slice => {
  const paragraph = schema.nodes.paragraph
  const fits = slice.content.content.every((node) => node.type.spec.group?.includes('rowBlock'))
  if (fits || !paragraph || slice.content.firstChild?.isInline) return slice
  const blocks = textblocksOf(slice).map((block) => paragraph.create(null, block.content))
  return new Slice(Fragment.from(blocks), Math.min(1, slice.openStart), Math.min(1, slice.openEnd))
}

const within = ($pos: ResolvedPos, names: readonly string[]): boolean => {
  for (let depth = $pos.depth; depth > 0; depth -= 1)
    if (names.includes($pos.node(depth).type.name)) return true
  return false
}

/** What is pasted into a row stays in the row: headings and tables become lines there. */
export const fitPasted = (slice: Slice, $from: ResolvedPos): Slice => {
  const { schema } = $from.doc.type
  if (within($from, ['stepTitle', 'tableCell', 'tableHeader'])) {
    const blocks = textblocksOf(slice)
    if (blocks.length === 0) return slice
    return new Slice(Fragment.from(inlineOf(schema, blocks)), 0, 0)
  }
  return within($from, ['stepRow']) ? listsAndParagraphs(schema, slice) : slice
}

export const PlanPaste = Extension.create({
  name: 'planPaste',
  addProseMirrorPlugins: () => [
    new Plugin({
      props: { transformPasted: (slice, view) => fitPasted(slice, view.state.selection.$from) },
    }),
  ],
})
