import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'

/** Follows `editor.setEditable`. */
export const useEditable = (editor: Editor): boolean =>
  useEditorState({ editor, selector: ({ editor: current }) => current.isEditable })
