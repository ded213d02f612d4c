import { Extension } from '@tiptap/core'
import { isChangeOrigin } from '@tiptap/extension-collaboration'
import type { Node } from '@tiptap/pm/model'
import { Plugin, type Transaction } from '@tiptap/pm/state'
import { randomId } from '../../../lib/session/deviceId.ts'

type Step = { readonly stepId: unknown; readonly pos: number }

const stepsIn = (doc: Node): readonly Step[] => {
  const found: Step[] = []
  doc.forEach((node, pos) => {
    if (node.type.name === 'lessonStep') found.push({ stepId: node.attrs.stepId, pos })
  })
  return found
}

/** Where the steps that stood before stand now, by the place right behind their beginning. */
const standingIn = (before: Node, transactions: readonly Transaction[]): ReadonlySet<number> =>
  new Set(
    stepsIn(before).flatMap(({ pos }) => {
      let inside = pos + 1
      for (const { mapping } of transactions) {
        const now = mapping.mapResult(inside)
        if (now.deletedAcross) return []
        inside = now.pos
      }
      return [inside - 1]
    }),
  )

/**
 * Steps whose id is missing, and new ones whose id is another's. Twins that stood before keep theirs:
 * by it every page knows which of them goes (`recovery/twinSteps.ts`).
 */
const wanting = (standing: ReadonlySet<number>, doc: Node): readonly number[] => {
  const steps = stepsIn(doc)
  const taken = new Set(steps.flatMap(({ stepId, pos }) => (standing.has(pos) ? [stepId] : [])))
  return steps.flatMap(({ stepId, pos }) => {
    const isTaken = !standing.has(pos) && taken.has(stepId)
    taken.add(stepId)
    return !stepId || isTaken ? [pos] : []
  })
}

/** A pasted step is another step. Repaired by whoever pasted it, never by those who receive it. */
export const UniqueStepIds = Extension.create({
  name: 'uniqueStepIds',
  addProseMirrorPlugins: () => [
    new Plugin({
      appendTransaction: (transactions, before, state) => {
        const isOwn = transactions.some((tr) => tr.docChanged) && !transactions.some(isChangeOrigin)
        const places = isOwn ? wanting(standingIn(before.doc, transactions), state.doc) : []
        if (places.length === 0) return null
        return places.reduce(
          (tr, pos) => tr.setNodeAttribute(pos, 'stepId', randomId<string>()),
          state.tr,
        )
      },
    }),
  ],
})
