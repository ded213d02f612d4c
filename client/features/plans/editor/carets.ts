import { Extension } from '@tiptap/core'
import { yCursorPlugin } from '@tiptap/y-tiptap'
import type { Awareness } from 'y-protocols/awareness'
import styles from './Carets.module.css'
import { hasCaret } from './hasCaret.ts'

/** A name flies for this long after its caret moved; then only the bar is left. */
const FLAG_MS = 3000

type CaretUser = { readonly name?: string; readonly hue?: string }

const hueOf = (user: CaretUser): string =>
  /^[a-z]{2,12}$/.test(user.hue ?? '') ? `var(--hue-${user.hue}, var(--ink-2))` : 'var(--ink-2)'

/** Flags that fly now; a caret is drawn anew whenever the words around it change. */
type Flags = Map<number, 'above' | 'below'>

const build =
  (flags: Flags) =>
  (user: CaretUser, clientId: number): HTMLElement => {
    const caret = document.createElement('span')
    caret.className = styles.caret ?? ''
    caret.dataset.client = String(clientId)
    const flying = flags.get(clientId)
    if (flying) caret.dataset.flag = flying
    caret.style.setProperty('--hue', hueOf(user))
    const flag = document.createElement('span')
    flag.className = styles.flag ?? ''
    flag.textContent = user.name ?? ''
    // Word joiners keep the caret from opening a line break of its own.
    caret.append('\u2060', flag, '\u2060')
    return caret
  }

const select = (user: CaretUser) => ({
  class: styles.selection ?? '',
  style: `--hue: ${hueOf(user)}`,
})

/** Above the bar, or below where it would cover the line one is writing oneself. */
const sideOf = (caret: HTMLElement, ownTop: number | null): 'above' | 'below' => {
  const { top, height } = caret.getBoundingClientRect()
  return ownTop !== null && ownTop < top && top - ownTop < height * 2 ? 'below' : 'above'
}

const watchMovement = (parts: {
  readonly awareness: Awareness
  readonly flags: Flags
  readonly root: HTMLElement
  readonly ownTop: () => number | null
}) => {
  const { awareness, flags, root, ownTop } = parts
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  const caretOf = (id: number) => root.querySelector<HTMLElement>(`[data-client="${id}"]`)
  const lower = (id: number) => {
    flags.delete(id)
    delete caretOf(id)?.dataset.flag
  }
  const fly = (id: number) => {
    const caret = caretOf(id)
    const side = caret ? sideOf(caret, ownTop()) : 'above'
    flags.set(id, side)
    if (caret) caret.dataset.flag = side
    clearTimeout(timers.get(id))
    timers.set(
      id,
      setTimeout(() => lower(id), FLAG_MS),
    )
  }
  const onChange = ({ added, updated }: { added: number[]; updated: number[] }) => {
    const moved = [...added, ...updated].filter((id) => id !== awareness.clientID)
    // The cursor plugin draws in a timer of its own, asked for before this one.
    setTimeout(() => moved.forEach(fly))
  }
  awareness.on('change', onChange)
  return () => {
    awareness.off('change', onChange)
    for (const timer of timers.values()) clearTimeout(timer)
  }
}

/** Where the others write. Who they are was stamped by the server, not claimed by their browser. */
export const Carets = Extension.create<{ awareness: Awareness | null }, { flags: Flags }>({
  name: 'carets',
  addOptions: () => ({ awareness: null }),
  addStorage: () => ({ flags: new Map() }),
  addProseMirrorPlugins() {
    const { awareness } = this.options
    if (!awareness) return []
    return [
      yCursorPlugin(awareness, {
        awarenessStateFilter: (own, id, state) => id !== own && hasCaret(state),
        cursorBuilder: build(this.storage.flags),
        selectionBuilder: select,
      }),
    ]
  },
  onCreate() {
    const { awareness } = this.options
    if (!awareness) return
    const { view } = this.editor
    const ownTop = () => (view.hasFocus() ? view.coordsAtPos(view.state.selection.head).top : null)
    const { flags } = this.storage
    const stop = watchMovement({ awareness, flags, root: view.dom, ownTop })
    this.editor.once('destroy', stop)
  },
})
