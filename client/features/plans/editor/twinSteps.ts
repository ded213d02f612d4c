import { type Editor, Extension } from '@tiptap/core'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { settleTwins } from '../recovery/twinSteps.ts'

/** So long a twin waits for the page of whoever typed in it. */
const PATIENCE_MS = 5_000

/** Whether the paper follows what is done to the document now: not while the paper is written into it. */
const isFollowing = ({ state }: Editor): boolean => {
  let isFree = false
  ySyncPluginKey.getState(state)?.binding.mux(() => {
    isFree = true
  })
  return isFree
}

/** A step that was moved by two people at once stands once again on whichever page may write. */
export const TwinSteps = Extension.create<{ readonly doc: Y.Doc | null }, { stop: () => void }>({
  name: 'twinSteps',
  addOptions: () => ({ doc: null }),
  addStorage: () => ({ stop: () => {} }),
  onCreate() {
    const { editor } = this
    const { doc } = this.options
    if (!doc) return
    const body = doc.share.get(PLAN_BODY)
    let timer: ReturnType<typeof setTimeout> | undefined
    const settle = (isPatient: boolean): void => {
      if (!editor.isEditable) return
      clearTimeout(timer)
      if (settleTwins(doc, { isPatient }) && isPatient)
        timer = setTimeout(() => settle(false), PATIENCE_MS)
    }
    const look = (_: Y.Doc, transactions: readonly Y.Transaction[]): void => {
      if (!body || !transactions.some(({ changed }) => changed.has(body))) return
      clearTimeout(timer)
      if (isFollowing(editor)) settle(true)
      else timer = setTimeout(() => settle(true))
    }
    doc.on('afterAllTransactions', look)
    this.storage.stop = () => {
      clearTimeout(timer)
      doc.off('afterAllTransactions', look)
    }
    settle(true)
  },
  onDestroy() {
    this.storage.stop()
  },
})
