import { type Editor, Extension } from '@tiptap/core'
import { isChangeOrigin } from '@tiptap/extension-collaboration'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'
import { PLAN_BODY } from '#shared/plans/shape.ts'

/** How often the paper was made from the document. */
const key = new PluginKey<number>('followOrStop')

/** What goes between paper and document, of the binding. */
type Binding = { mux: (work: () => void) => void; _forceRerender(): void }

const bindingOf = (state: EditorState): Binding | undefined =>
  ySyncPluginKey.getState(state)?.binding

type Options = { readonly doc: Y.Doc | null; readonly onBehind: () => void }

class Follower {
  readonly #editor: Editor
  readonly #onBehind: () => void
  readonly #body: Y.XmlFragment
  #drawn = 0
  #drawnBefore = 0

  constructor(editor: Editor, doc: Y.Doc, onBehind: () => void) {
    this.#editor = editor
    this.#onBehind = onBehind
    this.#body = doc.getXmlFragment(PLAN_BODY)
  }

  /** The last of all plugins is told: every other, and the screen, has followed. */
  readonly drawn = (state: EditorState): void => {
    this.#drawn = key.getState(state) ?? 0
  }

  readonly begin = (): void => {
    this.#drawnBefore = this.#drawn
  }

  readonly check = (transaction: Y.Transaction): void => {
    const changed: ReadonlyMap<unknown, unknown> = transaction.changedParentTypes
    if (transaction.origin === ySyncPluginKey || !changed.has(this.#body)) return
    if (this.#drawn !== this.#drawnBefore || this.#editor.isDestroyed) return
    try {
      bindingOf(this.#editor.state)?._forceRerender()
    } catch {
      // The same again: Yjs throws the first when everybody has heard of the change.
    }
    if (this.#drawn === this.#drawnBefore) this.#stop()
  }

  #stop(): void {
    const binding = bindingOf(this.#editor.state)
    if (binding) binding.mux = () => undefined
    this.#onBehind()
    this.#editor.setEditable(false)
  }
}

/**
 * With whatever happens on the paper, be it that a colleague's caret moves, the binding makes the document
 * say what the paper says: one that could not follow a change takes that change back, for everybody.
 * Such a paper is made anew; where that fails too, nothing goes from it into the document any more.
 */
export const FollowOrStop = Extension.create<Options>({
  name: 'followOrStop',
  // Last of all.
  priority: 1,
  addOptions: () => ({ doc: null, onBehind: () => undefined }),
  addProseMirrorPlugins() {
    const { doc, onBehind } = this.options
    if (!doc) return []
    const follower = new Follower(this.editor, doc, onBehind)
    return [
      new Plugin<number>({
        key,
        state: {
          init: () => 0,
          apply: (transaction, times) => (isChangeOrigin(transaction) ? times + 1 : times),
        },
        view: () => {
          doc.on('beforeObserverCalls', follower.begin)
          doc.on('afterTransaction', follower.check)
          return {
            update: ({ state }) => follower.drawn(state),
            destroy: () => {
              doc.off('beforeObserverCalls', follower.begin)
              doc.off('afterTransaction', follower.check)
            },
          }
        },
      }),
    ]
  },
})
