import { Extension } from '@tiptap/core'
import { yCursorPlugin } from '@tiptap/y-tiptap'
import type { Awareness } from 'y-protocols/awareness'
import styles from './Carets.module.css'

/** A name flies for this long after its caret moved; then only the bar is left. */
const FLAG_MS = 3000

type CaretUser = { readonly name?: string; readonly hue?: string }

const hueOf = (user: CaretUser): string =>
  /^[a-z]{2,12}$/.test(user.hue ?? '') ? `var(--hue-${user.hue}, var(--ink-2))` : 'var(--ink-2)'

const build = (user: CaretUser, clientId: number): HTMLElement => {
  const caret = document.createElement('span')
  caret.className = styles.caret ?? ''
  caret.dataset.client = String(clientId)
  caret.style.setProperty('--hue', hueOf(user))
  const flag = document.createElement('span')
  flag.className = styles.flag ?? ''
  flag.textContent = user.name ?? ''
  // A word joiner on each side keeps the caret from opening a line break of its own.
  caret.append('\u2060', flag, '\u2060')
  return caret
}

const select = (user: CaretUser) => ({
  class: styles.selection ?? '',
  style: `--hue: ${hueOf(user)}`,
})

/** Shows the flags of the carets that moved, below the bar where it would cover one's own line. */
const flyFlags = (root: HTMLElement, clientIds: readonly number[], ownTop: number | null): void => {
  for (const clientId of clientIds) {
    const caret = root.querySelector<HTMLElement>(`[data-client="${clientId}"]`)
    if (!caret) continue
    const { top, height } = caret.getBoundingClientRect()
    const coversOwn = ownTop !== null && ownTop < top && top - ownTop < height * 1.8
    caret.dataset.flag = coversOwn ? 'below' : 'above'
  }
}

const watchMovement = (awareness: Awareness, root: HTMLElement, ownTop: () => number | null) => {
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  const lower = (clientId: number) => {
    timers.delete(clientId)
    delete root.querySelector<HTMLElement>(`[data-client="${clientId}"]`)?.dataset.flag
  }
  const onChange = ({ added, updated }: { added: number[]; updated: number[] }) => {
    const moved = [...added, ...updated].filter((id) => id !== awareness.clientID)
    // The cursor plugin redraws in its own listener first, then in a microtask.
    setTimeout(() => flyFlags(root, moved, ownTop()))
    for (const id of moved) {
      clearTimeout(timers.get(id))
      timers.set(
        id,
        setTimeout(() => lower(id), FLAG_MS),
      )
    }
  }
  awareness.on('change', onChange)
  return () => {
    awareness.off('change', onChange)
    for (const timer of timers.values()) clearTimeout(timer)
  }
}

/** Where the others write. Who they are was stamped by the server, not claimed by their browser. */
export const Carets = Extension.create<{ awareness: Awareness | null }>({
  name: 'carets',
  addOptions: () => ({ awareness: null }),
  addProseMirrorPlugins() {
    const { awareness } = this.options
    if (!awareness) return []
    return [yCursorPlugin(awareness, { cursorBuilder: build, selectionBuilder: select })]
  },
  onCreate() {
    const { awareness } = this.options
    if (!awareness) return
    const { view } = this.editor
    const ownTop = () => (view.hasFocus() ? view.coordsAtPos(view.state.selection.head).top : null)
    const stop = watchMovement(awareness, view.dom, ownTop)
    this.editor.once('destroy', stop)
  },
})
