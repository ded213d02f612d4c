import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type { RowKind } from '#shared/plans/shape.ts'
import type { EditorWords } from './planExtensions.ts'

type Words = EditorWords['placeholders']

const wordsFor = (words: Words, node: Node, parent: Node | null): string => {
  if (node.type.name === 'stepTitle') return words.stepTitle
  if (node.type.name === 'heading') return node.attrs.level === 1 ? words.title : words.heading
  const isAlone = parent?.type.name === 'stepRow' && parent.childCount === 1
  return isAlone ? words[parent.attrs.kind as RowKind] : ''
}

/** Read from the very document that is drawn: the editor's own may be a change behind or ahead. */
const emptyOnes = (doc: Node, words: Words): DecorationSet => {
  const found: Decoration[] = []
  doc.descendants((node, pos, parent) => {
    if (!node.isTextblock) return true
    const text = node.content.size === 0 ? wordsFor(words, node, parent) : ''
    if (text !== '')
      found.push(
        Decoration.node(pos, pos + node.nodeSize, { class: 'is-empty', 'data-placeholder': text }),
      )
    return false
  })
  return DecorationSet.create(doc, found)
}

/** What belongs into an empty title or row, until somebody writes it. */
export const Placeholders = Extension.create<{ words: Words | null }>({
  name: 'placeholders',
  addOptions: () => ({ words: null }),
  addProseMirrorPlugins() {
    const { words } = this.options
    if (!words) return []
    const { editor } = this
    return [
      new Plugin<DecorationSet>({
        state: {
          init: (_, { doc }) => emptyOnes(doc, words),
          apply: (tr, set) => (tr.docChanged ? emptyOnes(tr.doc, words) : set),
        },
        props: {
          decorations(state) {
            return editor.isEditable ? this.getState(state) : null
          },
        },
      }),
    ]
  },
})
