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
        Decoration.inline(from, to, { class: styles[tone] ?? '', 'data-thread': threadId }),
      ),
  )

const next = (set: DecorationSet, transaction: Transaction, state: EditorState): DecorationSet => {
  const given = transaction.getMeta(key) as readonly Highlight[] | undefined
  if (given) return decorate(state, given)
  return set.map(transaction.mapping, transaction.doc)
}

/** Replaces all highlights. Decorations only: nothing of a comment ever enters the plan's text. */
export const showHighlights = (view: EditorView, highlights: readonly Highlight[]): void =>
  view.dispatch(view.state.tr.setMeta(key, highlights).setMeta('addToHistory', false))

/** A press on marked words is told by their `data-thread`, which PlanScreen listens to. */
export const Highlights = Extension.create({
  name: 'highlights',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply: (tr, set, _, state) => next(set, tr, state),
      },
      props: { decorations: (state) => key.getState(state) },
    }),
  ],
})
