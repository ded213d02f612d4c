import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { useEditorState } from '@tiptap/react'
import { clampMinutes } from '#shared/plans/minutes.ts'
import { tellingApart } from './tellingApart.ts'

export type OutlineLine =
  | { readonly kind: 'section'; readonly key: string; readonly title: string; readonly pos: number }
  | {
      readonly kind: 'step'
      readonly key: string
      readonly title: string
      readonly pos: number
      readonly minutes: number
    }

export type StepLine = Extract<OutlineLine, { kind: 'step' }>
export const isStepLine = (line: OutlineLine): line is StepLine => line.kind === 'step'

export type PlanShape = {
  readonly lines: readonly OutlineLine[]
  readonly activeStepId: string | null
  /** The words are selected, so a comment can hang on them. */
  readonly hasSelection: boolean
}

const lineOf = (node: Node, pos: number, index: number): OutlineLine | null => {
  if (node.type.name === 'lessonStep')
    return {
      kind: 'step',
      key: String(node.attrs.stepId),
      title: node.firstChild?.type.name === 'stepTitle' ? node.firstChild.textContent : '',
      minutes: clampMinutes(Number(node.attrs.minutes)),
      pos,
    }
  const isSection = node.type.name === 'heading' && node.attrs.level === 2
  return isSection && node.textContent !== ''
    ? { kind: 'section', key: `section-${index}`, title: node.textContent, pos }
    : null
}

const shapeOf = ({ state }: Editor): PlanShape => {
  const lines: OutlineLine[] = []
  const apart = tellingApart()
  let activeStepId: string | null = null
  const { from, empty } = state.selection
  state.doc.forEach((node, pos, index) => {
    const found = lineOf(node, pos, index)
    const line = found && { ...found, key: apart(found.key) }
    if (line) lines.push(line)
    if (line?.kind === 'step' && from > pos && from < pos + node.nodeSize) activeStepId = line.key
  })
  return { lines, activeStepId, hasSelection: !empty }
}

/** What stands around the paper follows it: outline, minutes, the step with the caret. */
export const usePlanShape = (editor: Editor): PlanShape =>
  useEditorState({ editor, selector: ({ editor: current }) => shapeOf(current) })
