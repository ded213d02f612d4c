import { Extension } from '@tiptap/core'
import { isChangeOrigin } from '@tiptap/extension-collaboration'
import type { Node } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { randomId } from '../../../lib/session/deviceId.ts'

/** Steps whose id is missing, or was on an earlier step already. */
const wanting = (doc: Node): readonly number[] => {
  const taken = new Set<unknown>()
  const found: number[] = []
  doc.forEach((node, pos) => {
    if (node.type.name !== 'lessonStep') return
    const { stepId } = node.attrs
    if (!stepId || taken.has(stepId)) found.push(pos)
    taken.add(stepId)
  })
  return found
}

/** A pasted step is another step. Repaired by whoever pasted it, never by those who receive it. */
export const UniqueStepIds = Extension.create({
  name: 'uniqueStepIds',
  addProseMirrorPlugins: () => [
    new Plugin({
      appendTransaction: (transactions, _, state) => {
        const isOwn = transactions.some((tr) => tr.docChanged && !isChangeOrigin(tr))
        const places = isOwn ? wanting(state.doc) : []
        if (places.length === 0) return null
        return places.reduce(
          (tr, pos) => tr.setNodeAttribute(pos, 'stepId', randomId<string>()),
          state.tr,
        )
      },
    }),
  ],
})
