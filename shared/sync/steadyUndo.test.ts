import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { steadyUndo } from './steadyUndo.ts'

const OTHERS = 'others'

/** A page that undoes, one line of the document, and what a page shows that is opened now. */
class Page {
  readonly doc = new Y.Doc()
  readonly undo: Y.UndoManager
  constructor(clientId: number) {
    this.doc.clientID = clientId
    this.undo = steadyUndo(new Y.UndoManager(this.body, { captureTimeout: 0 }))
  }

  get body(): Y.XmlFragment {
    return this.doc.getXmlFragment('body')
  }

  get line(): Y.XmlElement | null {
    const found = this.body.length > 0 ? this.body.get(0) : null
    return found instanceof Y.XmlElement ? found : null
  }

  get words(): Y.XmlText {
    return this.line?.get(0) as Y.XmlText
  }

  addLine(words: string): void {
    const line = new Y.XmlElement('paragraph')
    line.insert(0, [new Y.XmlText(words)])
    this.body.insert(0, [line])
  }

  removeLine(): void {
    this.body.delete(0, 1)
  }

  get shows(): string {
    return this.body.toString()
  }

  get showsAnew(): string {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(this.doc))
    return copy.getXmlFragment('body').toString()
  }
}

const meet = (one: Page, other: Page): void => {
  const missing = (page: Page, from: Page) =>
    Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(page.doc))
  Y.applyUpdate(other.doc, missing(other, one), OTHERS)
  Y.applyUpdate(one.doc, missing(one, other), OTHERS)
}

const onePage = (pages: readonly Page[]) =>
  new Set(pages.flatMap((page) => [page.shows, page.showsAnew]))

describe('undoing that everybody makes the same of', () => {
  const wang = new Page(5)
  const li = new Page(9)

  test('a line that comes back has its letters in one order, also where one of them had come back before', () => {
    wang.addLine('花生')
    wang.words.insert(2, '香')
    meet(wang, li)
    li.words.insert(2, '甜')
    wang.undo.undo()
    wang.undo.redo()
    meet(wang, li)
    wang.removeLine()
    wang.undo.undo()
    meet(wang, li)
    expect([...onePage([wang, li])]).toEqual([wang.shows])
    expect(wang.words.toString()).toMatch(/^花生(香甜|甜香)$/)
  })
})

test('words of a line that came back and that others have deleted since are passed over, the rest is undone', () => {
  const wang = new Page(5)
  const li = new Page(9)
  wang.addLine('背景')
  wang.addLine('花生')
  const [, other] = wang.body.toArray() as Y.XmlElement[]
  const otherWords = other?.get(0) as Y.XmlText
  // One step of undoing, in two lines.
  wang.doc.transact(() => {
    wang.words.delete(1, 1)
    otherWords.delete(1, 1)
  })
  wang.removeLine()
  wang.undo.undo()
  wang.words.insert(0, '落')
  wang.undo.undo()
  // Nothing can be redone any more: what had come back is kept by nobody.
  otherWords.insert(0, '小')
  meet(wang, li)
  li.removeLine()
  meet(wang, li)
  wang.undo.undo()
  expect(wang.shows).toBe('<paragraph>背</paragraph>')
  wang.undo.undo()
  expect(wang.shows).toBe('<paragraph>背景</paragraph>')
  meet(wang, li)
  expect(onePage([wang, li]).size).toBe(1)
})
