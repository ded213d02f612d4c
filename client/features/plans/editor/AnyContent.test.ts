import type { Editor } from '@tiptap/core'
import { yXmlFragmentToProsemirrorJSON } from '@tiptap/y-tiptap'
import { afterEach, describe, expect, it } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { planText } from '#shared/plans/planText.ts'
import { bodyOf, copyOf, testPlanDoc } from '#shared/plans/testing.ts'
import { editorText, toEditorRange } from './editorText.ts'
import { setMinutes } from './stepEditing.ts'
import { paperOn } from './testing.ts'

let editor: Editor
afterEach(() => editor.destroy())

const open = async (doc: Y.Doc) => {
  editor = await paperOn({ doc, awareness: new Awareness(doc) })
  // As when a colleague's caret moves: the binding compares the paper with the document.
  editor.view.dispatch(editor.state.tr)
  return editor
}

type Child = Y.XmlElement | Y.XmlText
const element = (name: string, ...children: readonly (Child | string)[]): Y.XmlElement => {
  const made = new Y.XmlElement(name)
  made.insert(
    0,
    children.map((child) => (typeof child === 'string' ? new Y.XmlText(child) : child)),
  )
  return made
}

const step = (...children: readonly Y.XmlElement[]): Y.XmlElement => {
  const made = element('lessonStep', ...children)
  made.setAttribute('stepId', 'foreign')
  return made
}

/** A plan to which another program has added something, as the last of its blocks. */
const planWith = (added: Y.XmlElement): Y.Doc => {
  const doc = testPlanDoc()
  bodyOf(doc).push([added])
  return doc
}

const WORDS = '别家写的'
const rangeOf = (doc: Y.Doc, words: string) => {
  const from = planText(bodyOf(doc)).value.indexOf(words)
  return { from, to: from + words.length }
}
const strange: readonly (readonly [string, () => Y.XmlElement])[] = [
  ['a block that is none of ours', () => element('quote', WORDS)],
  ['blocks in one that is none of ours', () => element('callout', element('paragraph', WORDS))],
  ['a picture', () => element('panel', element('image'), element('paragraph', WORDS))],
  ['a block with a name of JavaScript’s', () => element('constructor', WORDS)],
  ['a plan in a plan', () => element('doc', element('paragraph', WORDS))],
  ['a block called text', () => element('text', WORDS)],
  ['a line in none of a step’s rows', () => step(element('paragraph', WORDS))],
  ['words in none of a step’s lines', () => step(element('stepRow', WORDS))],
  ['a step in a step', () => step(step(element('stepTitle', WORDS)))],
  ['two titles', () => step(element('stepTitle'), element('stepTitle', WORDS))],
  [
    'a table in a row',
    () =>
      step(element('stepRow', element('table', element('tableRow', element('tableCell', WORDS))))),
  ],
  ['a paragraph in a table', () => element('table', element('paragraph', WORDS))],
  ['a line among the letters of a line', () => element('paragraph', WORDS, element('image'))],
]

describe('[DR34] what a page does not know it shows as well as it can, and leaves as it is', () => {
  it.each(strange)('%s', async (_what, make) => {
    const doc = planWith(make())
    const before = Y.encodeStateAsUpdate(doc)
    const { state, schema } = await open(doc)
    expect(state.doc.textContent).toContain(WORDS)
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
    expect(editorText(state.doc).length).toBe(planText(bodyOf(doc)).value.length)
    // In the past too.
    const past = schema.nodeFromJSON(yXmlFragmentToProsemirrorJSON(bodyOf(doc)))
    expect(past.textContent).toBe(state.doc.textContent)
  })

  it.each(strange)('%s, while one writes elsewhere and others do', async (_what, make) => {
    const doc = planWith(make())
    await open(doc)
    const kept = bodyOf(doc).toArray().at(-1)?.toString()
    expect(kept).toContain(WORDS)
    editor.commands.insertContentAt(1, '甲')
    const their = copyOf(doc)
    bodyOf(their).insert(0, [element('paragraph', '乙')])
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(their))
    editor.commands.insertContentAt(1, '丙')
    expect(bodyOf(doc).toArray().at(-1)?.toString()).toBe(kept)
    expect(planText(bodyOf(doc)).value).toMatch(/^丙乙\n甲落花生/)
  })

  it.each([
    ['a line behind what is no letter', () => element('paragraph', element('image'), WORDS)],
    ['a line in a line', () => element('heading', element('paragraph', WORDS))],
    ['a row without lines', () => step(element('stepRow', element('stepTitle', WORDS)))],
  ] as const)('one writes on in %s', async (_what, make) => {
    const doc = planWith(make())
    await open(doc)
    const range = toEditorRange(editor.state.doc, rangeOf(doc, WORDS))
    editor.view.dispatch(editor.state.tr.insertText('甲', range.to))
    expect(planText(bodyOf(doc)).value).toContain(`${WORDS}甲`)
  })

  it('a step of none of ours gets an id and other minutes like every other', async () => {
    const doc = planWith(element('lessonStep', element('paragraph', WORDS)))
    await open(doc)
    editor.commands.insertContentAt(1, '甲')
    const added = bodyOf(doc).toArray().at(-1) as Y.XmlElement
    const stepId = added.getAttribute('stepId') ?? ''
    expect(stepId).not.toBe('')
    setMinutes(editor, new Map([[stepId, 7]]))
    expect(added.getAttribute('minutes')).toBe(7)
    expect(added.toString()).toContain(WORDS)
  })

  it('a mark that is none of ours takes no line away', async () => {
    const doc = planWith(element('paragraph', WORDS))
    const paragraph = bodyOf(doc).toArray().at(-1) as Y.XmlElement
    const text = paragraph.get(0) as Y.XmlText
    text.format(0, 1, { italic: {}, bold: {} })
    text.format(1, 1, { link: { href: 'javascript:alert(1)' } })
    const before = Y.encodeStateAsUpdate(doc)
    const { view } = await open(doc)
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
    const shown = [...view.dom.querySelectorAll('p')].at(-1)
    expect(shown?.innerHTML).toBe('<strong>别</strong>家写的')
  })
})

describe('an attribute may say anything', () => {
  const hostile: readonly unknown[] = [
    { toString: 1, valueOf: 2 },
    [[1]],
    Number.NaN,
    -1e308,
    'x'.repeat(200_000),
    'constructor',
    true,
    Uint8Array.of(1),
  ]
  const whole = () => step(element('stepTitle', WORDS), element('stepRow', element('paragraph')))
  const table = () => element('table', element('tableRow', element('tableCell', WORDS)))
  const attributes: readonly (readonly [string, () => Y.XmlElement, path: readonly number[]])[] = [
    ['stepId', whole, []],
    ['minutes', whole, []],
    ['firstPage', whole, []],
    ['kind', whole, [1]],
    ['level', () => element('heading', WORDS), []],
    ['role', table, []],
    ['colspan', table, [0, 0]],
    ['colwidth', table, [0, 0]],
    ['none of ours', table, []],
  ]
  it.each(attributes)('%s', async (name, make, path) => {
    for (const value of hostile) {
      const doc = planWith(make())
      const holder = path.reduce<Y.XmlElement>(
        (at, index) => at.get(index) as Y.XmlElement,
        bodyOf(doc).toArray().at(-1) as Y.XmlElement,
      )
      holder.setAttribute(name, value as string)
      const before = Y.encodeStateAsUpdate(doc)
      const { view } = await open(doc)
      expect(view.dom.textContent).toContain(WORDS)
      expect(view.dom.innerHTML.length).toBeLessThan(20_000)
      expect(view.dom.innerHTML).not.toContain('native code')
      expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
      editor.destroy()
    }
  })
})
