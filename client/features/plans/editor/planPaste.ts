import { Extension } from '@tiptap/core'
import { Fragment, type Node, type ResolvedPos, type Schema, Slice } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { showToast } from '../../../ui/toasts.ts'
import { removeAcross } from './acrossRows.ts'
import type { EditorWords } from './planExtensions.ts'

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

/** What is pasted at once goes to the server in one update, of which it takes a megabyte. */
const MAX_BYTES = 900_000
/** What a block costs beside its words. */
const BLOCK_BYTES = 60

/** About as many bytes as its update will have: three for each Chinese character. */
export const bytesOf = (slice: Slice): number => {
  let bytes = 0
  slice.content.descendants((node) => {
    bytes += node.isText ? new TextEncoder().encode(node.text).length : BLOCK_BYTES
  })
  return bytes
}

/**
 * The words are taken and the pictures are not: whoever pastes should not have to look for them. A
 * spreadsheet offers a picture of its cells beside their words, which nobody misses.
 */
export const hasPictures = (pasted: Pick<DataTransfer, 'getData' | 'items'> | null): boolean => {
  if (!pasted) return false
  const html = pasted.getData('text/html')
  if (html !== '') return /<img\b/i.test(html)
  if (pasted.getData('text/plain') !== '') return false
  return [...pasted.items].some(({ type }) => type.startsWith('image/'))
}

type Words = EditorWords['paste']

const tell = (words: string): void => void showToast(words, { tone: 'problem' })

/** Whether more comes at once than the server takes; then nothing of it comes, and one is told. */
const isTooMuch = (slice: Slice, words: string): boolean => {
  const isSo = bytesOf(slice) > MAX_BYTES
  if (isSo) tell(words)
  return isSo
}

/** What is dropped and not taken the browser would open in the place of the page. */
const refusesDrop = (data: DataTransfer | null, slice: Slice, words: Words): boolean => {
  if (isTooMuch(slice, words.tooMuchDropped)) return true
  const isFile = slice.size === 0 && (data?.files.length ?? 0) > 0
  if (isFile) tell(words.noFiles)
  else if (hasPictures(data)) tell(words.noPictures)
  return isFile
}

export const PlanPaste = Extension.create<{ words: Words | null }>({
  name: 'planPaste',
  addOptions: () => ({ words: null }),
  addProseMirrorPlugins() {
    const { words } = this.options
    return [
      new Plugin({
        props: {
          transformPasted: (slice, view) => fitPasted(slice, view.state.selection.$from),
          handlePaste: (view, { clipboardData }, slice) => {
            if (!words) return false
            if (isTooMuch(slice, words.tooMuch)) return true
            if (hasPictures(clipboardData)) tell(words.noPictures)
            // It takes the place of the words, and not of the rows between them.
            removeAcross(view)
            return false
          },
          handleDrop: (_, { dataTransfer }, slice, isMoved) =>
            words !== null && !isMoved && refusesDrop(dataTransfer, slice, words),
        },
      }),
    ]
  },
})
