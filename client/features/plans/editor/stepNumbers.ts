import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { chineseNumber } from '#shared/plans/chineseNumber.ts'

const numbered = (doc: Node): DecorationSet => {
  const found: Decoration[] = []
  let count = 0
  doc.forEach((step, offset) => {
    const title = step.type.name === 'lessonStep' ? step.firstChild : null
    if (step.type.name === 'lessonStep') count += 1
    if (title?.type.name !== 'stepTitle') return
    const start = offset + 1
    found.push(
      Decoration.node(start, start + title.nodeSize, {
        'data-number': String(count),
        'data-chinese-number': chineseNumber(count),
      }),
    )
  })
  return DecorationSet.create(doc, found)
}

/**
 * Each step's number beside its title. Not a CSS counter: after a step was taken out Chromium goes on
 * showing the numbers of before until something else is laid out.
 */
export const StepNumbers = Extension.create({
  name: 'stepNumbers',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      state: {
        init: (_, { doc }) => numbered(doc),
        apply: (tr, set) => (tr.docChanged ? numbered(tr.doc) : set),
      },
      props: {
        decorations(state) {
          return this.getState(state)
        },
      },
    }),
  ],
})
