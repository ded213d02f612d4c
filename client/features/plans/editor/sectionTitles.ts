import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import styles from './Paper.module.css'

/** What fits the gutter in two lines. */
const LONGEST_IN_GUTTER = 8

const beside = (doc: Node): DecorationSet => {
  const found: Decoration[] = []
  doc.forEach((node, offset, index) => {
    const isSection = node.type.name === 'heading' && node.attrs.level === 2
    const follower = index + 1 < doc.childCount ? doc.child(index + 1).type.name : 'nothing'
    const hasWords = node.textContent.length > 0 && node.textContent.length <= LONGEST_IN_GUTTER
    if (isSection && hasWords && (follower === 'paragraph' || follower.endsWith('List')))
      found.push(Decoration.node(offset, offset + node.nodeSize, { class: styles.aside ?? '' }))
  })
  return DecorationSet.create(doc, found)
}

/** Short section titles stand in the gutter beside their text, as in a printed plan. */
export const SectionTitles = Extension.create({
  name: 'sectionTitles',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      state: {
        init: (_, { doc }) => beside(doc),
        apply: (tr, set) => (tr.docChanged ? beside(tr.doc) : set),
      },
      props: {
        decorations(state) {
          return this.getState(state)
        },
      },
    }),
  ],
})
