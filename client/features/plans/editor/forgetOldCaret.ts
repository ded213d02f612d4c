import type { EditorState } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'

/** Where the caret was before the changes, as the binding notes it: by what it stands in, and by number. */
type OldCaret = { readonly absAnchor?: number | null; readonly absHead?: number | null }
type Binding = {
  beforeTransactionSelection: OldCaret | null
  readonly prosemirrorView: { readonly state: EditorState } | null
}

/**
 * The binding looks for the caret by its number in the paper of before, and throws where the paper it has
 * is shorter than that one. When something has been undone it means to have the caret where it was when
 * that was done: by then the paper is drawn, so it would look for that place with whatever comes next.
 * And of several changes at once it takes the paper after the first for the one before. Until the
 * answer is called.
 */
export const forgetOldCaret = (manager: Y.UndoManager, paper: EditorState): (() => void) => {
  const binding: Binding = ySyncPluginKey.getState(paper).binding
  const forget = (): void => {
    binding.beforeTransactionSelection = null
  }
  const shorten = (): void => {
    const { beforeTransactionSelection: caret, prosemirrorView: view } = binding
    if (!caret || !view) return
    const { size } = view.state.doc.content
    if (Math.max(caret.absAnchor ?? 0, caret.absHead ?? 0) > size)
      binding.beforeTransactionSelection = { ...caret, absAnchor: null, absHead: null }
  }
  manager.on('stack-item-popped', forget)
  manager.doc.on('afterTransaction', shorten)
  return () => {
    manager.off('stack-item-popped', forget)
    manager.doc.off('afterTransaction', shorten)
  }
}
