import type { Editor } from '@tiptap/core'
import { afterEach, expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { bodyOf, testPlanDoc } from '#shared/plans/testing.ts'
import { paperOn } from './testing.ts'

const editors: Editor[] = []
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy()
})

const stepsOf = (doc: Y.Doc): readonly Y.XmlElement[] =>
  bodyOf(doc)
    .toArray()
    .flatMap((child) =>
      child instanceof Y.XmlElement && child.nodeName === 'lessonStep' ? [child] : [],
    )
const idsOf = (doc: Y.Doc) => stepsOf(doc).map((step) => step.getAttribute('stepId'))

const paper = async () => {
  const doc = testPlanDoc()
  const editor = await paperOn({ doc, awareness: new Awareness(doc) })
  editors.push(editor)
  return { doc, editor }
}

/** A twin of the first step comes that has words of its own: it waits for the page of whoever typed them. */
const twinComes = (doc: Y.Doc): void => {
  const others = new Y.Doc()
  Y.applyUpdate(others, Y.encodeStateAsUpdate(doc))
  const [step] = stepsOf(others)
  const twin = step?.clone() as Y.XmlElement
  bodyOf(others).insert(bodyOf(others).length, [twin])
  twin.insert(0, [new Y.XmlElement('stepTitle')])
  twin.insert(1, [new Y.XmlElement('stepRow')])
  const row = twin.get(1) as Y.XmlElement
  row.setAttribute('kind', 'intent')
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText('别人的字')])
  row.insert(0, [paragraph])
  textOf(step as Y.XmlElement).insert(0, '又一个人的字')
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(others))
}

test('[DR34] whoever types while twins stand leaves them their id: one of them goes', async () => {
  const { doc, editor } = await paper()
  twinComes(doc)
  const before = idsOf(doc)
  expect(new Set(before).size).toBeLessThan(before.length)
  editor.view.dispatch(editor.state.tr.insertText('字', 2))
  expect(idsOf(doc)).toEqual(before)
})

test('a step that is pasted is another step', async () => {
  const { doc, editor } = await paper()
  const [first] = editor.getJSON().content?.filter(({ type }) => type === 'lessonStep') ?? []
  const before = idsOf(doc)
  editor.commands.insertContentAt(editor.state.doc.content.size, first as never)
  const after = idsOf(doc)
  expect(after).toHaveLength(before.length + 1)
  expect(new Set(after).size).toBe(after.length)
  expect(after.slice(0, -1)).toEqual(before)
})

test('a step that is pasted above twins is the one that gets an id of its own', async () => {
  const { doc, editor } = await paper()
  const first = editor.state.doc.content.content.find(({ type }) => type.name === 'lessonStep')
  twinComes(doc)
  const before = idsOf(doc)
  expect(new Set(before).size).toBeLessThan(before.length)
  editor.commands.insertContentAt(0, first?.toJSON())
  const [pasted, ...after] = idsOf(doc)
  expect(after).toEqual(before)
  expect(before).not.toContain(pasted)
})

const textOf = (parent: Y.XmlFragment): Y.XmlText => {
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) return child
    if (child instanceof Y.XmlElement && child.length > 0) return textOf(child)
  }
  throw new Error('no words')
}
