import { Extension } from '@tiptap/core'
import { isChangeOrigin } from '@tiptap/extension-collaboration'
import type { Node } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { randomId } from '../../../lib/session/deviceId.ts'

const stepsIn = (doc: Node): readonly { readonly stepId: unknown; readonly pos: number }[] => {
  const found: { stepId: unknown; pos: number }[] = []
  doc.forEach((node, pos) => {
    if (node.type.name === 'lessonStep') found.push({ stepId: node.attrs.stepId, pos })
  })
  return found
}

const countsIn = (doc: Node): ReadonlyMap<unknown, number> => {
  const counts = new Map<unknown, number>()
  for (const { stepId } of stepsIn(doc)) counts.set(stepId, (counts.get(stepId) ?? 0) + 1)
  return counts
}

/**
 * Steps whose id is missing, or was on an earlier step already. Twins that stood before keep theirs:
 * by it every page knows which of them goes (`recovery/twinSteps.ts`).
 */
const wanting = (before: Node, doc: Node): readonly number[] => {
  const stood = countsIn(before)
  const taken = new Map<unknown, number>()
  return stepsIn(doc).flatMap(({ stepId, pos }) => {
    const count = (taken.get(stepId) ?? 0) + 1
    taken.set(stepId, count)
    return !stepId || count > Math.max(1, stood.get(stepId) ?? 0) ? [pos] : []
  })
}

/** A pasted step is another step. Repaired by whoever pasted it, never by those who receive it. */
export const UniqueStepIds = Extension.create({
  name: 'uniqueStepIds',
  addProseMirrorPlugins: () => [
    new Plugin({
      appendTransaction: (transactions, before, state) => {
        const isOwn = transactions.some((tr) => tr.docChanged && !isChangeOrigin(tr))
        const places = isOwn ? wanting(before.doc, state.doc) : []
        if (places.length === 0) return null
        return places.reduce(
          (tr, pos) => tr.setNodeAttribute(pos, 'stepId', randomId<string>()),
          state.tr,
        )
      },
    }),
  ],
})
