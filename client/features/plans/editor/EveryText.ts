import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { childrenOf, itemsUnder } from '../recovery/placeOf.ts'
import { hideTexts, manifoldLinesIn } from './hideTexts.ts'
import { isManifold, writeLine } from './writeLine.ts'

/** What goes between paper and document, of the binding. */
type Binding = {
  readonly doc: Y.Doc
  readonly type: Y.XmlFragment
  /** What the paper shows of each element, or last showed. */
  readonly mapping: Map<unknown, unknown>
  _prosemirrorChanged(paper: Node): void
}

type Pair = readonly [element: Y.XmlElement, node: Node]

/**
 * The line that is all in which paper and document differ, behind what it lies in: nothing when they do
 * not differ, null when they do otherwise.
 */
const pathToChange = ({ type, mapping }: Binding, paper: Node): readonly Pair[] | null => {
  const path: Pair[] = []
  let [holder, node]: readonly [Y.XmlFragment, Node] = [type, paper]
  while (!node.isTextblock) {
    const children = holder.toArray()
    const inner = node
    if (children.length !== inner.childCount) return null
    const isOther = (child: unknown, at: number) => mapping.get(child) !== inner.child(at)
    const at = children.findIndex(isOther)
    if (at < 0 && inner === paper) return path
    const child = at === children.findLastIndex(isOther) ? children[at] : null
    if (!(child instanceof Y.XmlElement) || child.nodeName !== inner.child(at).type.name)
      return null
    const shown = mapping.get(child) as Node | undefined
    if (!shown?.sameMarkup(inner.child(at))) return null
    ;[holder, node] = [child, inner.child(at)]
    path.push([child, node])
  }
  return path
}

const writeText = (mapping: Binding['mapping'], line: Y.XmlElement, node: Node): boolean => {
  for (const child of line.toArray()) mapping.delete(child)
  if (!writeLine(line, node)) return false
  // The binding counts places by what it shows of each element.
  const breaks = node.content.content.filter(({ isText }) => !isText)
  const elements = line.toArray().filter((child) => child instanceof Y.XmlElement)
  for (const [at, element] of elements.entries()) mapping.set(element, breaks[at])
  return true
}

const writeAlone = ({ mapping }: Binding, path: readonly Pair[]): void => {
  const [line, node] = path.at(-1) ?? []
  if (!line || !node || !isManifold(line, node) || !writeText(mapping, line, node)) return
  // Known to say this, they are passed over when the binding looks for what differs.
  for (const [element, shown] of path) mapping.set(element, shown)
}

/** The binding does what it does with everything but these lines, of which it only says what each is to say. */
const writeAround = ({ type, mapping }: Binding, writeAll: () => void): void => {
  const hidden = manifoldLinesIn(type).map((line) => ({ line, show: hideTexts(line) }))
  try {
    writeAll()
  } finally {
    for (const { show } of hidden) show()
  }
  const failed = hidden.filter(({ line }) => {
    const node = mapping.get(line) as Node | undefined
    return !line._item?.deleted && !(node && writeText(mapping, line, node))
  })
  for (const { line } of failed) mapping.delete(line)
  if (failed.length > 0) writeAll()
}

const isText = (item: Y.Item | null): boolean =>
  item !== null &&
  !item.deleted &&
  item.content instanceof Y.ContentType &&
  item.content.type instanceof Y.XmlText

/**
 * Texts that undoing makes anew beside each other get something between them that is gone: right behind
 * another the binding says such a text again in the other, and undoing does not know of that.
 */
const partUndone = ({ origin, doc, changed, beforeState }: Y.Transaction): void => {
  if (!(origin instanceof Y.UndoManager)) return
  const isNew = ({ id }: Y.Item) => id.clock >= (beforeState.get(id.client) ?? 0)
  const made = [...changed.keys()]
    .flatMap((type) => (type instanceof Y.XmlFragment ? childrenOf(type) : []))
    .flatMap((item) => (isNew(item) ? itemsUnder(item) : [item]))
  const behind = made.filter((item) => isText(item) && isNew(item) && isText(item.left))
  if (behind.length === 0) return
  doc.transact(({ meta }) => {
    meta.set('addToHistory', false)
    for (const { parent, content } of behind) {
      if (!(parent instanceof Y.XmlElement) || !(content instanceof Y.ContentType)) continue
      const place = parent.toArray().indexOf(content.type as Y.XmlText)
      parent.insert(place, [new Y.XmlText()])
      parent.delete(place, 1)
    }
  }, ySyncPluginKey)
}

/** In a line of several texts, and where line breaks come and go, each text keeps what others write in it. */
export const EveryText = Extension.create({
  name: 'everyText',
  addProseMirrorPlugins: () => [
    new Plugin({
      view: ({ state }) => {
        const binding: Binding = ySyncPluginKey.getState(state).binding
        const changed = binding._prosemirrorChanged.bind(binding)
        binding._prosemirrorChanged = (paper) => {
          const path = pathToChange(binding, paper)
          const writeAll = () => changed(paper)
          binding.doc.transact(() => {
            if (path) writeAlone(binding, path)
            if (path) writeAll()
            else writeAround(binding, writeAll)
          }, ySyncPluginKey)
        }
        binding.doc.on('beforeObserverCalls', partUndone)
        return {
          destroy: () => {
            Object.assign(binding, { _prosemirrorChanged: changed })
            binding.doc.off('beforeObserverCalls', partUndone)
          },
        }
      },
    }),
  ],
})
