import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { TextSelection } from '@tiptap/pm/state'
import { ySyncPluginKey, yUndoPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { PLAN_BODY, type RowKind, rowKinds } from '#shared/plans/shape.ts'
import { randomId } from '../../../lib/session/deviceId.ts'
import { countPast } from '../recovery/twinSteps.ts'
import { noteMove } from './undoneMoves.ts'

export type StepPlace = { readonly node: Node; readonly pos: number; readonly index: number }

/** All steps, in order; `index` counts steps, not blocks. */
export const stepsOf = (doc: Node): readonly StepPlace[] => {
  const found: StepPlace[] = []
  doc.forEach((node, pos) => {
    if (node.type.name === 'lessonStep') found.push({ node, pos, index: found.length })
  })
  return found
}

export const stepAt = (doc: Node, pos: number): StepPlace | null =>
  stepsOf(doc).find((step) => pos > step.pos && pos < step.pos + step.node.nodeSize) ?? null

export const stepById = (doc: Node, stepId: string): StepPlace | null =>
  stepsOf(doc).find((step) => step.node.attrs.stepId === stepId) ?? null

const focusAt = (editor: Editor, pos: number): void => {
  const { state, view } = editor
  const selection = TextSelection.near(state.doc.resolve(Math.min(pos, state.doc.content.size)))
  view.dispatch(state.tr.setSelection(selection).scrollIntoView())
  view.focus()
}

/** A new step after the one the caret is in, or at the end of the last one; its title has the caret. */
export const addStep = (editor: Editor): void => {
  const { doc, selection } = editor.state
  const steps = stepsOf(doc)
  const before = stepAt(doc, selection.from) ?? steps[steps.length - 1]
  const at = before ? before.pos + before.node.nodeSize : selection.$from.after(1)
  const kinds = new Set(steps.flatMap(({ node }) => rowsOf(node).map((row) => row.kind)))
  const rows = rowKinds
    .filter((kind) => kind !== 'assist' || kinds.has('assist'))
    .map((kind) => ({ type: 'stepRow', attrs: { kind }, content: [{ type: 'paragraph' }] }))
  editor.commands.insertContentAt(at, {
    type: 'lessonStep',
    attrs: { stepId: randomId<string>(), minutes: 5 },
    content: [{ type: 'stepTitle' }, ...rows],
  })
  focusAt(editor, at + 2)
}

export const rowsOf = (
  step: Node,
): readonly { readonly kind: RowKind; readonly offset: number }[] => {
  const rows: { kind: RowKind; offset: number }[] = []
  step.forEach((child, offset) => {
    if (child.type.name === 'stepRow') rows.push({ kind: child.attrs.kind as RowKind, offset })
  })
  return rows
}

/** Adds a row that this step lacks, where the order 主讲 助讲 学生 意图 wants it. */
export const addRow = (editor: Editor, stepId: string, kind: RowKind): void => {
  const step = stepById(editor.state.doc, stepId)
  if (!step) return
  const order = rowKinds.indexOf(kind)
  const follower = rowsOf(step.node).find((row) => rowKinds.indexOf(row.kind) > order)
  const at = step.pos + 1 + (follower ? follower.offset : step.node.content.size)
  const content = [{ type: 'paragraph' }]
  editor.commands.insertContentAt(at, { type: 'stepRow', attrs: { kind }, content })
  focusAt(editor, at + 2)
}

/** Written in one transaction, so that one undo takes it back. */
export const setMinutes = (editor: Editor, changes: ReadonlyMap<string, number>): void => {
  const { state, view } = editor
  const transaction = stepsOf(state.doc).reduce((tr, { node, pos }) => {
    const minutes = changes.get(String(node.attrs.stepId))
    return minutes === undefined ? tr : tr.setNodeAttribute(pos, 'minutes', minutes)
  }, state.tr)
  if (transaction.docChanged) view.dispatch(transaction)
}

const isStep = (child: unknown): child is Y.XmlElement =>
  child instanceof Y.XmlElement && child.nodeName === 'lessonStep'

/** Right before or right behind another step. */
export type StepTarget = { readonly stepId: string; readonly side: 'before' | 'after' }

const indexOfStep = (body: Y.XmlFragment, stepId: string): number =>
  body
    .toArray()
    .findIndex((child) => isStep(child) && String(child.getAttribute('stepId')) === stepId)

/**
 * Moves a step. In Yjs and not in the editor, whose binding would write all steps between over each
 * other and lose what others type in them meanwhile; here only the moved one is made anew. Yjs itself
 * cannot move: it is a deletion and a copy, in one transaction. What others are typing into the moved
 * step at that moment is put into the copy by their own pages (`recovery/carryOver.ts`), or waits in
 * their tray when the copy has no place for it; moved by two at once it stands once in the end
 * (`recovery/twinSteps.ts`); comments find their words again by what they quote. `onMove` is called
 * when it is clear that it will be moved.
 */
export const moveStepIn = (
  doc: Y.Doc,
  stepId: string,
  target: StepTarget,
  onMove: () => void = () => {},
): boolean => {
  const body = doc.getXmlFragment(PLAN_BODY)
  const from = indexOfStep(body, stepId)
  const beside = indexOfStep(body, target.stepId)
  const moved = from < 0 ? null : body.get(from)
  if (!isStep(moved) || beside < 0 || from === beside) return false
  const at = beside + (target.side === 'after' ? 1 : 0)
  const to = at > from ? at - 1 : at
  if (to === from) return false
  onMove()
  doc.transact((transaction) => {
    const copy = moved.clone()
    countPast(moved, transaction)
    body.delete(from, 1)
    body.insert(to, [copy])
  }, ySyncPluginKey)
  return true
}

/** The same in an editor: a step of its own to undo. */
export const moveStepTo = (
  editor: Editor,
  doc: Y.Doc,
  stepId: string,
  target: StepTarget,
): boolean => {
  const manager = undoManagerOf(editor)
  const isMoved = moveStepIn(doc, stepId, target, () => manager?.stopCapturing())
  if (isMoved) noteMove(manager, stepId)
  return isMoved
}

/** Past its neighbour; the caret goes with it. */
export const moveStep = (editor: Editor, doc: Y.Doc, stepId: string, by: -1 | 1): boolean => {
  const steps = stepsOf(editor.state.doc)
  const index = steps.findIndex(({ node }) => String(node.attrs.stepId) === stepId)
  const neighbour = index < 0 ? undefined : steps[index + by]
  if (!neighbour) return false
  const target = {
    stepId: String(neighbour.node.attrs.stepId),
    side: by < 0 ? 'before' : 'after',
  } as const
  if (!moveStepTo(editor, doc, stepId, target)) return false
  const place = stepById(editor.state.doc, stepId)
  if (!place) return true
  focusAt(editor, place.pos + 2)
  showWhenDrawn(editor, place.pos + 1)
  return true
}

/** A node that has just been made is drawn by React a moment later, and is as tall as it is only then. */
const showWhenDrawn = (editor: Editor, pos: number): void => {
  const show = (): void => {
    const dom = editor.isDestroyed ? null : editor.view.nodeDOM(pos)
    if (dom instanceof HTMLElement) dom.scrollIntoView({ block: 'nearest' })
  }
  requestAnimationFrame(() => requestAnimationFrame(show))
}

const undoManagerOf = (editor: Editor): Y.UndoManager | undefined =>
  yUndoPluginKey.getState(editor.state)?.undoManager

/** Where a child of the plan's body begins in the paper. */
const startOfChild = (paper: Node, index: number): number => {
  let pos = 0
  for (let before = 0; before < Math.min(index, paper.childCount); before += 1)
    pos += paper.child(before).nodeSize
  return pos
}

/** A place in the plan's body that stays between the same steps, whatever is written meanwhile. */
const gapAt = (editor: Editor, pos: number): (() => number) => {
  const body: Y.XmlFragment = ySyncPluginKey.getState(editor.state).type
  const index = editor.state.doc.resolve(pos).index()
  const place = Y.createRelativePositionFromTypeIndex(body, index)
  return () => {
    const now = body.doc && Y.createAbsolutePositionFromRelativePosition(place, body.doc)
    return startOfChild(editor.state.doc, now?.index ?? body.length)
  }
}

/** Takes a step away and answers with what brings it back, even when one has typed on since. */
export const removeStep = (editor: Editor, stepId: string): (() => void) | null => {
  const step = stepById(editor.state.doc, stepId)
  if (!step) return null
  const gap = gapAt(editor, step.pos)
  const manager = undoManagerOf(editor)
  const removed = step.node.toJSON() as Record<string, unknown>
  manager?.stopCapturing()
  editor.view.dispatch(editor.state.tr.delete(step.pos, step.pos + step.node.nodeSize))
  manager?.stopCapturing()
  const last = () => manager?.undoStack[manager.undoStack.length - 1]
  const deletion = last()
  return () => {
    if (deletion && last() === deletion) editor.commands.undo()
    // A colleague may have put it back already.
    else if (!stepById(editor.state.doc, stepId)) editor.commands.insertContentAt(gap(), removed)
  }
}
