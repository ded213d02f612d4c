import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import styles from './Highlights.module.css'

/** A thread's place in the editor's document; `draft` is the comment being written. */
export type Highlight = {
  readonly threadId: string
  readonly from: number
  readonly to: number
  readonly tone: 'open' | 'active' | 'draft'
}

const key = new PluginKey<DecorationSet>('highlights')

const decorate = (state: EditorState, highlights: readonly Highlight[]): DecorationSet =>
  DecorationSet.create(
    state.doc,
    highlights
      .filter(({ from, to }) => from < to && to <= state.doc.content.size)
      .map(({ threadId, from, to, tone }) =>
        Decoration.inline(from, to, { class: styles[tone] ?? '', 'data-thread': threadId }, { threadId }),
      ),
  )

const threadAt = (state: EditorState, pos: number): string | null => {
  const here = key.getState(state)?.find(pos, pos) ?? []
  // The shortest one: inside a long highlight a short one would never be reached otherwise.
  const [innermost] = here.sort((a, b) => a.to - a.from - (b.to - b.from))
  const threadId: unknown = innermost?.spec.threadId
  return typeof threadId === 'string' ? threadId : null
}

const next = (set: DecorationSet, transaction: Transaction, state: EditorState): DecorationSet => {
  const given = transaction.getMeta(key) as readonly Highlight[] | undefined
  if (given) return decorate(state, given)
  return set.map(transaction.mapping, transaction.doc)
}

/** Replaces all highlights. Decorations only: nothing of a comment ever enters the plan's text. */
export const showHighlights = (view: EditorView, highlights: readonly Highlight[]): void =>
  view.dispatch(view.state.tr.setMeta(key, highlights).setMeta('addToHistory', false))

export const Highlights = Extension.create<{ onPick: (threadId: string) => void }>({
  name: 'highlights',
  addOptions: () => ({ onPick: () => undefined }),
  addProseMirrorPlugins() {
    const { onPick } = this.options
    return [
      new Plugin<DecorationSet>({
        key,
        state: { init: () => DecorationSet.empty, apply: (tr, set, _, state) => next(set, tr, state) },
        props: {
          decorations: (state) => key.getState(state),
          handleClick: (view, pos) => {
            const threadId = threadAt(view.state, pos)
            if (threadId) onPick(threadId)
            return false
          },
        },
      }),
    ]
  },
})
