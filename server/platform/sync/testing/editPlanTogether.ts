import * as Y from 'yjs'
import type { Random } from './randomEdits.ts'

type Editor = {
  readonly doc: Y.Doc
  readonly undo: Y.UndoManager
  /** Not sent yet. */
  unsent: Uint8Array[]
}

const XML_ROOT = 'body'

const stepOf = (words: string): Y.XmlElement => {
  const step = new Y.XmlElement('step')
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  step.insert(0, [paragraph])
  return step
}

const textsIn = (node: Y.XmlFragment): Y.XmlText[] =>
  node
    .toArray()
    .flatMap((child) =>
      child instanceof Y.XmlText ? [child] : child instanceof Y.XmlElement ? textsIn(child) : [],
    )

type Edit = (body: Y.XmlFragment, random: Random, undo: Y.UndoManager) => void

const inText =
  (change: (text: Y.XmlText, at: number) => void): Edit =>
  (body, random) => {
    const texts = textsIn(body)
    const text = texts[random(texts.length)]
    if (text && text.length > 0) change(text, random(text.length))
  }

const edits: readonly Edit[] = [
  (body, random) => body.insert(random(body.length + 1), [stepOf('一二三')]),
  (body, random) => {
    if (body.length > 4) body.delete(random(body.length), 1)
  },
  // A step is moved.
  (body, random) => {
    const from = random(Math.max(1, body.length))
    const step = body.length > 1 ? body.get(from) : null
    if (!(step instanceof Y.XmlElement)) return
    const moved = step.clone() as Y.XmlElement
    body.delete(from, 1)
    body.insert(random(body.length + 1), [moved])
  },
  (body, random) => {
    const step = body.length > 0 ? body.get(random(body.length)) : null
    if (step instanceof Y.XmlElement) step.setAttribute('level', String(random(4)))
  },
  inText((text, at) => text.insert(at, '字母')),
  inText((text, at) => text.insert(at, '😀')),
  inText((text, at) => text.delete(at, 1)),
  inText((text, at) => text.format(at, 1, { bold: true })),
  (_body, _random, undo) => undo.undo(),
  (_body, _random, undo) => undo.redo(),
]

const editorOf = (): Editor => {
  const doc = new Y.Doc()
  const undo = new Y.UndoManager(doc.getXmlFragment(XML_ROOT), { captureTimeout: 0 })
  const editor: Editor = { doc, undo, unsent: [] }
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'remote') editor.unsent.push(update)
  })
  return editor
}

/**
 * Some people work on a plan, each offline again and again: `send` gets what they send in the
 * order in which it comes, and `everything` is what the server answers.
 */
export const editPlanTogether = (
  random: Random,
  count: number,
  { send, everything }: { send: (update: Uint8Array) => void; everything: () => Uint8Array },
): void => {
  const editors = Array.from({ length: 2 + random(4) }, editorOf)
  const goOnline = (editor: Editor) => {
    for (const update of editor.unsent) send(update)
    editor.unsent = []
    Y.applyUpdate(editor.doc, everything(), 'remote')
  }
  for (let i = 0; i < count; i += 1) {
    const editor = editors[random(editors.length)]
    const edit = edits[random(edits.length)]
    if (editor && edit)
      editor.doc.transact(() => edit(editor.doc.getXmlFragment(XML_ROOT), random, editor.undo))
    if (editor && random(5) === 0) goOnline(editor)
  }
  for (const editor of editors) goOnline(editor)
}
