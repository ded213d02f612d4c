import { type Editor, Extension } from '@tiptap/core'
import type { ResolvedPos } from '@tiptap/pm/model'
import { TextSelection } from '@tiptap/pm/state'
import { addStep } from './stepEditing.ts'

const depthOf = ($pos: ResolvedPos, name: string): number => {
  for (let depth = $pos.depth; depth > 0; depth -= 1)
    if ($pos.node(depth).type.name === name) return depth
  return 0
}

const goTo = (editor: Editor, pos: number, bias: 1 | -1): boolean => {
  const { state, view } = editor
  const selection = TextSelection.near(state.doc.resolve(pos), bias)
  view.dispatch(state.tr.setSelection(selection).scrollIntoView())
  return true
}

/** Enter in a title goes on to the first row; in an empty last line, to the next row or out. */
const onEnter = (editor: Editor): boolean => {
  const { $from, empty } = editor.state.selection
  const title = depthOf($from, 'stepTitle')
  if (title > 0) return goTo(editor, $from.after(title), 1)
  const row = depthOf($from, 'stepRow')
  const isEmptyLast =
    empty &&
    row > 0 &&
    $from.depth === row + 1 &&
    $from.parent.content.size === 0 &&
    $from.node(row).childCount > 1 &&
    $from.index(row) === $from.node(row).childCount - 1
  if (!isEmptyLast) return false
  const { state, view } = editor
  view.dispatch(state.tr.delete($from.before(), $from.after()))
  return goTo(editor, editor.state.selection.$from.after(row), 1)
}

const isFirstIn = ($pos: ResolvedPos, depth: number): boolean => {
  for (let d = depth; d < $pos.depth; d += 1) if ($pos.index(d) > 0) return false
  return $pos.parentOffset === 0
}

const isLastIn = ($pos: ResolvedPos, depth: number): boolean => {
  for (let d = depth; d < $pos.depth; d += 1)
    if ($pos.index(d) < $pos.node(d).childCount - 1) return false
  return $pos.parentOffset === $pos.parent.content.size
}

const removeRange = (editor: Editor, from: number, to: number): boolean => {
  const { state, view } = editor
  view.dispatch(state.tr.delete(from, to))
  return goTo(editor, Math.max(0, from - 1), -1)
}

/** After a step: an empty line goes, words stay, and the caret goes into the step's end. */
const backIntoStep = (editor: Editor, $from: ResolvedPos): boolean => {
  const index = $from.depth === 1 ? $from.index(0) : -1
  const isAfterStep =
    index > 0 && $from.parentOffset === 0 && $from.doc.child(index - 1).type.name === 'lessonStep'
  if (!isAfterStep) return false
  const isOnlyEnd = index === $from.doc.childCount - 1
  if ($from.parent.content.size === 0 && !isOnlyEnd)
    return removeRange(editor, $from.before(), $from.after())
  return goTo(editor, $from.before() - 1, -1)
}

/**
 * Backspace never joins two rows, two steps, or a title with what stands before it: an empty row
 * goes away, an empty step too, and in all other cases the caret only moves.
 */
const onBackspace = (editor: Editor): boolean => {
  const { $from, empty } = editor.state.selection
  if (!empty) return false
  const row = depthOf($from, 'stepRow')
  const title = depthOf($from, 'stepTitle')
  if (row > 0 && isFirstIn($from, row) && $from.depth === row + 1) {
    const isEmpty = $from.node(row).textContent === '' && $from.node(row).childCount === 1
    if (isEmpty) return removeRange(editor, $from.before(row), $from.after(row))
    return goTo(editor, $from.before(row), -1)
  }
  if (title > 0 && $from.parentOffset === 0) {
    const step = title - 1
    const isEmpty = $from.node(step).textContent === ''
    return isEmpty ? removeRange(editor, $from.before(step), $from.after(step)) : true
  }
  return backIntoStep(editor, $from)
}

const onDelete = (editor: Editor): boolean => {
  const { $from, empty } = editor.state.selection
  const depth = depthOf($from, 'stepRow') || depthOf($from, 'stepTitle')
  if (!empty || depth === 0 || !isLastIn($from, depth)) return false
  return goTo(editor, $from.after(depth), 1)
}

const inStep = (editor: Editor): boolean => depthOf(editor.state.selection.$from, 'lessonStep') > 0

export const StepKeys = Extension.create({
  name: 'stepKeys',
  priority: 180,
  addKeyboardShortcuts() {
    return {
      Enter: () => onEnter(this.editor),
      Backspace: () => onBackspace(this.editor),
      Delete: () => onDelete(this.editor),
      'Shift-Enter': () => this.editor.commands.insertContent({ type: 'hardBreak' }),
      'Mod-Enter': () => {
        if (!inStep(this.editor)) return false
        addStep(this.editor)
        return true
      },
    }
  },
})
