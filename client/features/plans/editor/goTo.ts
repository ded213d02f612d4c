import type { Editor } from '@tiptap/core'

/** Scrolls a block of the plan to the top of the paper and puts the caret into it. */
export const goTo = (editor: Editor, pos: number): void => {
  const element = editor.view.nodeDOM(pos)
  if (!(element instanceof HTMLElement)) return
  const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  element.scrollIntoView({ block: 'start', behavior: isCalm ? 'auto' : 'smooth' })
  if (editor.isEditable) editor.commands.setTextSelection(pos + 2)
}
