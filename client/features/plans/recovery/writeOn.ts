import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { wordsOf } from '../editor/sameLine.ts'
import { stepById } from '../editor/stepEditing.ts'
import type { Torn } from './torn.ts'

/** Where the line stands in it, counted from its own first child; null when it says no such line. */
const lineIn = (holder: Node, line: string): number | null => {
  let place: number | null = null
  holder.descendants((node, pos) => {
    if (node.isTextblock && wordsOf(node) === line) place = pos
    return !node.isTextblock
  })
  return place
}

/** The caret where it was in the line, which stands again, so that one writes on: in its step first. */
export const writeOn = (editor: Editor, { line, offset }: Torn, stepId: string | null): void => {
  const { doc } = editor.state
  const step = stepId === null ? null : stepById(doc, stepId)
  const inStep = step && lineIn(step.node, line)
  const place = step && inStep !== null ? step.pos + 1 + inStep : lineIn(doc, line)
  if (place === null) return
  editor
    .chain()
    .setTextSelection(place + 1 + offset)
    .focus()
    .scrollIntoView()
    .run()
}
