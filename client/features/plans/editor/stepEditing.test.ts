import type { Editor } from '@tiptap/core'
import { afterEach, expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { copyOf, meet, testPlanDoc } from '#shared/plans/testing.ts'
import { removeStep } from './stepEditing.ts'
import { paperOn } from './testing.ts'

const editors: Editor[] = []
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy()
})

const browser = async (doc: Y.Doc): Promise<Editor> => {
  const editor = await paperOn({ doc, awareness: new Awareness(doc) })
  editors.push(editor)
  return editor
}
const writeBefore = (editor: Editor, words: string, text: string): void => {
  let place = -1
  editor.state.doc.descendants((node, pos) => {
    const at = node.isTextblock ? node.textContent.indexOf(words) : -1
    if (at >= 0) place = pos + 1 + at
  })
  expect(place).toBeGreaterThan(0)
  editor.view.dispatch(editor.state.tr.insertText(text, place))
}

test('a deleted step comes back between its neighbours, wherever one and others have written since', async () => {
  const doc = testPlanDoc()
  const other = copyOf(doc)
  const [mine, theirs] = [await browser(doc), await browser(other)]
  const titles = () => outlineOfDoc(doc).steps.map(({ title }) => title)
  const undo = removeStep(mine, 'step-2')
  meet(doc, other)
  writeBefore(theirs, '由物到人', '同事写在上面的一整句话')
  meet(doc, other)
  writeBefore(mine, '带壳的花生', '自己写的')
  const [before] = outlineOfDoc(doc).steps
  undo?.()
  expect(titles()).toEqual(['回顾课文', '品读“议花生”'])
  expect(outlineOfDoc(doc).steps[0]).toEqual(before)
})

test('a deleted step that a colleague has put back does not come a second time', async () => {
  const doc = testPlanDoc()
  const other = copyOf(doc)
  const [mine, theirs] = [await browser(doc), await browser(other)]
  const step = theirs.state.doc.content.content.find(({ attrs }) => attrs.stepId === 'step-2')
  const undo = removeStep(mine, 'step-2')
  meet(doc, other)
  theirs.commands.insertContentAt(theirs.state.doc.content.size, step?.toJSON())
  meet(doc, other)
  writeBefore(mine, '带壳的花生', '自己写的')
  undo?.()
  expect(outlineOfDoc(doc).steps).toHaveLength(2)
})
