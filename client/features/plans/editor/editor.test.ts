import type { Editor, getSchema } from '@tiptap/core'
import { Slice } from '@tiptap/pm/model'
import { TextSelection } from '@tiptap/pm/state'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { anchorOfQuote, resolveAnchor } from '#shared/plans/anchors.ts'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { planText } from '#shared/plans/planText.ts'
import { planSchema } from '#shared/plans/schema.ts'
import { bodyOf, copyOf, meet, testPlanDoc } from '#shared/plans/testing.ts'
import { deleteWords, isAcrossRows } from './acrossRows.ts'
import { editorText, toEditorRange } from './editorText.ts'
import { fitPasted } from './planPaste.ts'
import { addRow, addStep, moveStep, removeStep, setMinutes } from './stepEditing.ts'
import { paperOn } from './testing.ts'

const editors: Editor[] = []

const browser = async (doc: Y.Doc): Promise<Editor> => {
  const editor = await paperOn({ doc, awareness: new Awareness(doc) })
  editors.push(editor)
  return editor
}

const select = (editor: Editor, from: string, to = from) => {
  const all = editorText(editor.state.doc)
  const value = editor.state.doc.textBetween(0, editor.state.doc.content.size, '\n')
  const text = planText(bodyOf(doc)).value
  expect(value).toContain(from)
  const start = all.posOf(text.indexOf(from), false)
  const end = all.posOf(text.indexOf(to) + to.length, true)
  editor.commands.setTextSelection({ from: start, to: end })
}

const titles = (d: Y.Doc) => outlineOfDoc(d).steps.map((s) => s.title)
let doc: Y.Doc

beforeEach(() => {
  doc = testPlanDoc()
})
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy()
})

it('the editor can hold exactly what the server can', async () => {
  const shape = (schema: ReturnType<typeof getSchema>) => ({
    nodes: Object.values(schema.nodes)
      .map((n) => [
        n.name,
        n.spec.content ?? '',
        n.spec.group ?? '',
        Object.keys(n.spec.attrs ?? {}),
      ])
      .sort(),
    marks: Object.keys(schema.marks).sort(),
  })
  expect(shape((await browser(doc)).schema)).toEqual(shape(planSchema))
})

it('opening a plan writes nothing into it', async () => {
  const before = Y.encodeStateAsUpdate(doc)
  await browser(doc)
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
})

it('editor and document read the same characters at the same places', async () => {
  const editor = await browser(doc)
  const text = planText(bodyOf(doc)).value
  const map = editorText(editor.state.doc)
  expect(map.length).toBe(text.length)
  for (const quote of ['统编版', '带壳的花生', '父亲为什么', '写好的举蓝牌。']) {
    const from = text.indexOf(quote)
    const range = toEditorRange(editor.state.doc, { from, to: from + quote.length })
    expect(editor.state.doc.textBetween(range.from, range.to)).toBe(quote)
    expect(map.offsetOf(range.from)).toBe(from)
  }
})

describe('two browsers', () => {
  it('type, split and set minutes at once and end equal, with nothing lost', async () => {
    const other = copyOf(doc)
    const [a, b] = [await browser(doc), await browser(other)]
    select(a, '父亲为什么')
    a.chain().insertContentAt(a.state.selection.from, '甲').splitBlock().run()
    setMinutes(a, new Map([['step-1', 6]]))
    b.commands.insertContentAt(toEditorRange(b.state.doc, { from: 3, to: 4 }).from, '乙')
    setMinutes(b, new Map([['step-2', 9]]))
    meet(doc, other)
    expect(outlineOfDoc(doc)).toEqual(outlineOfDoc(other))
    expect(a.state.doc.toJSON()).toEqual(b.state.doc.toJSON())
    expect(outlineOfDoc(doc).steps.map((s) => s.minutes)).toEqual([6, 9])
    expect(outlineOfDoc(doc).text).toContain('乙')
    expect(outlineOfDoc(doc).text).toContain('甲')
  })

  it('one moves a step while the other writes in its neighbour: both are kept', async () => {
    const other = copyOf(doc)
    const [a, b] = [await browser(doc), await browser(other)]
    select(b, '板书“种')
    expect(moveStep(a, doc, 'step-2', -1)).toBe(true)
    b.commands.insertContentAt(b.state.selection.from, '先看图，再')
    meet(doc, other)
    expect(titles(doc)).toEqual(['品读“议花生”', '回顾课文'])
    expect(outlineOfDoc(doc).steps[1]?.lead).toContain('先看图，再板书')
    expect(a.state.doc.toJSON()).toEqual(b.state.doc.toJSON())
  })

  it('a comment’s words are found through Enter, Backspace and a move of their step', async () => {
    const anchor = anchorOfQuote(bodyOf(doc), '父亲为什么拿桃子、石榴、苹果来比？')!
    const editor = await browser(doc)
    const found = () => {
      const range = resolveAnchor(bodyOf(doc), anchor)
      return range && planText(bodyOf(doc)).value.slice(range.from, range.to).replace('\n', '')
    }
    select(editor, '桃子')
    editor.commands.setTextSelection(editor.state.selection.from)
    editor.commands.splitBlock()
    expect(found()).toBe(anchor.quote)
    editor.commands.joinBackward()
    expect(found()).toBe(anchor.quote)
    moveStep(editor, doc, 'step-2', -1)
    expect(found()).toBe(anchor.quote)
    editor.commands.undo()
    expect(found()).toBe(anchor.quote)
  })
})

describe('steps', () => {
  it('are not moved past the ends', async () => {
    const editor = await browser(doc)
    expect(moveStep(editor, doc, 'step-1', -1)).toBe(false)
    expect(moveStep(editor, doc, 'step-2', 1)).toBe(false)
  })

  it('come back where they were, also when one has typed on since', async () => {
    const editor = await browser(doc)
    const undo = removeStep(editor, 'step-1')
    expect(titles(doc)).toEqual(['品读“议花生”'])
    select(editor, '先写后说')
    editor.commands.insertContentAt(editor.state.selection.from, '丙')
    undo?.()
    expect(titles(doc)).toEqual(['回顾课文', '品读“议花生”'])
    expect(outlineOfDoc(doc).steps[1]?.intent).toBe('丙先写后说。')
  })

  it('are added after the one with the caret, with an id of their own and all rows', async () => {
    const editor = await browser(doc)
    select(editor, '带壳的花生')
    addStep(editor)
    const { steps } = outlineOfDoc(doc)
    expect(steps.map((s) => s.title)).toEqual(['回顾课文', '', '品读“议花生”'])
    expect(new Set(steps.map((s) => s.stepId)).size).toBe(3)
  })

  it('that are pasted get an id of their own', async () => {
    const editor = await browser(doc)
    const copy = editor.state.doc.content.content.find((n) => n.attrs.stepId === 'step-1')!
    editor.view.dispatch(editor.state.tr.insert(editor.state.doc.content.size, copy))
    const ids: unknown[] = []
    editor.state.doc.forEach((n) => {
      if (n.type.name === 'lessonStep') ids.push(n.attrs.stepId)
    })
    expect(ids.slice(0, 2)).toEqual(['step-1', 'step-2'])
    expect(new Set(ids).size).toBe(3)
  })

  it('get a missing row in its order', async () => {
    const editor = await browser(doc)
    removeStep(editor, 'step-1')?.()
    addRow(editor, 'step-1', 'intent')
    editor.commands.insertContent('因为如此')
    expect(outlineOfDoc(doc).steps[0]?.intent).toBe('因为如此')
  })
})

describe('a selection across rows', () => {
  it('loses its words, and every row stays', async () => {
    const editor = await browser(doc)
    select(editor, '请青山班说', '翻到第 10')
    expect(isAcrossRows(editor.state.selection)).toBe(true)
    editor.view.dispatch(deleteWords(editor.state.tr))
    expect(outlineOfDoc(doc).steps[0]).toMatchObject({
      lead: '板书“种、收、尝、议”，先',
      assist: '',
      student: '自然段。',
    })
    expect(titles(doc)).toHaveLength(2)
  })

  it('takes whole steps that lie inside', async () => {
    const editor = await browser(doc)
    select(editor, '由物到人', '板书设计')
    editor.view.dispatch(deleteWords(editor.state.tr))
    expect(titles(doc)).toEqual([])
  })
})

describe('what is pasted', () => {
  const pasted = (editor: Editor, json: object) =>
    fitPasted(Slice.maxOpen(editor.schema.nodeFromJSON(json).content), editor.state.selection.$from)
  const page = {
    type: 'doc',
    content: [
      { type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: '题' }] },
      { type: 'paragraph', content: [{ type: 'text', text: '文' }] },
    ],
  }

  it('stays in its row as lines', async () => {
    const editor = await browser(doc)
    select(editor, '默读')
    const slice = pasted(editor, page)
    expect(slice.content.content.map((n) => n.type.name)).toEqual(['paragraph', 'paragraph'])
    editor.view.dispatch(editor.state.tr.replaceSelection(slice))
    expect(outlineOfDoc(doc).steps[1]?.student).toBe('题\n文、圈画。')
    expect(titles(doc)).toHaveLength(2)
  })

  it('is one line of words in a title', async () => {
    const editor = await browser(doc)
    const step = TextSelection.near(editor.state.doc.resolve(editor.state.doc.content.size))
    editor.view.dispatch(editor.state.tr.setSelection(step))
    select(editor, '回顾课文')
    expect(pasted(editor, page).content.content.map((n) => n.type.name)).toEqual([
      'text',
      'hardBreak',
      'text',
    ])
  })
})
