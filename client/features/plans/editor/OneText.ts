import { Extension } from '@tiptap/core'
import type { Schema } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { childrenOf, elementIn, itemsUnder } from '../recovery/placeOf.ts'

/** Elements that came in this transaction and hold nothing yet. */
const madeEmpty = ({ changed, beforeState }: Y.Transaction): readonly Y.XmlElement[] =>
  [...changed.keys()]
    .flatMap((type) => (type instanceof Y.XmlFragment ? childrenOf(type) : []))
    .filter(({ id, deleted }) => !deleted && id.clock >= (beforeState.get(id.client) ?? 0))
    .flatMap(itemsUnder)
    .map(elementIn)
    .filter((element) => element !== null)
    .filter(({ length }) => length === 0)

/**
 * A line that is made empty has a text from the start, into which everybody writes. Otherwise whoever
 * writes the first letter makes one, and when two do so at once there are two. The binding takes a
 * line for one text: with the next key each page says the second's letters again in the first and
 * deletes it, so that letters stand twice or are gone.
 */
const giveText = (transaction: Y.Transaction, schema: Schema): void => {
  if (transaction.origin !== ySyncPluginKey) return
  const lines = madeEmpty(transaction).filter(({ nodeName }) => schema.nodes[nodeName]?.isTextblock)
  if (lines.length === 0) return
  transaction.doc.transact(({ meta }) => {
    // Undone together with the line, or not at all.
    meta.set('addToHistory', transaction.meta.get('addToHistory'))
    for (const line of lines) line.insert(0, [new Y.XmlText()])
  }, ySyncPluginKey)
}

/** What two people write at once into an empty line stands in it, and once. */
export const OneText = Extension.create<{ readonly doc: Y.Doc | null }>({
  name: 'oneText',
  addOptions: () => ({ doc: null }),
  addProseMirrorPlugins() {
    const { doc } = this.options
    const { schema } = this.editor
    return [
      new Plugin({
        view: () => {
          const give = (transaction: Y.Transaction): void => giveText(transaction, schema)
          doc?.on('beforeObserverCalls', give)
          return { destroy: () => doc?.off('beforeObserverCalls', give) }
        },
      }),
    ]
  },
})
