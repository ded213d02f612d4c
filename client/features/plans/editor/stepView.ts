import { ReactNodeViewRenderer } from '@tiptap/react'
import { StepView } from './StepView.tsx'

/** The step's gutter with its minutes is React; its words stay ProseMirror's own. */
export const stepView = () =>
  ReactNodeViewRenderer(StepView, {
    attrs: ({ node }) => ({ 'data-step': String(node.attrs.stepId) }),
  })
