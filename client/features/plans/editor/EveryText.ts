import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
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

/** The line that is all in which paper and document differ, behind what it lies in; null when other things do. */
const pathToChange = ({ type, mapping }: Binding, paper: Node): readonly Pair[] | null => {
  const path: Pair[] = []
  let [holder, node]: readonly [Y.XmlFragment, Node] = [type, paper]
  while (!node.isTextblock) {
    const children = holder.toArray()
    const inner = node
    if (children.length !== inner.childCount) return null
    const isOther = (child: unknown, at: number) => mapping.get(child) !== inner.child(at)
    const at = children.findIndex(isOther)
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

const write = ({ doc, mapping }: Binding, path: readonly Pair[]): void => {
  const [line, node] = path.at(-1) ?? []
  if (!line || !node || !isManifold(line, node)) return
  doc.transact(() => {
    for (const child of line.toArray()) mapping.delete(child)
    // Known to say this, they are passed over when the binding looks for what differs.
    if (writeLine(line, node)) for (const [element, shown] of path) mapping.set(element, shown)
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
          write(binding, pathToChange(binding, paper) ?? [])
          changed(paper)
        }
        return { destroy: () => void Object.assign(binding, { _prosemirrorChanged: changed }) }
      },
    }),
  ],
})
