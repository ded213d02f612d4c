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

describe('what came back, was written in and is undone once more', () => {
  const pages = () => {
    const [wang, li] = [new Page(5), new Page(9)]
    wang.addLine('')
    wang.words.insert(0, '花生好吃')
    return { wang, li }
  }
  /** The line goes and comes back, and a colleague writes in it. */
  const thenWrites = ({ wang, li }: ReturnType<typeof pages>): void => {
    wang.removeLine()
    wang.undo.undo()
    meet(wang, li)
    li.words.insert(1, '小')
    meet(wang, li)
  }

  test('goes as a whole', () => {
    const { wang, li } = pages()
    thenWrites({ wang, li })
    wang.undo.undo()
    expect(wang.words.toString()).toBe('小')
    wang.undo.redo()
    expect(wang.words.length).toBe(5)
    meet(wang, li)
    expect(onePage([wang, li]).size).toBe(1)
  })

  test('has a letter that comes back behind those it stood behind', () => {
    const { wang, li } = pages()
    wang.words.delete(3, 1)
    thenWrites({ wang, li })
    wang.undo.undo()
    expect(wang.words.toString()).toBe('花小生好吃')
    meet(wang, li)
    expect(onePage([wang, li]).size).toBe(1)
  })

  test('takes no word of a colleague along that came back beside it', () => {
    const { wang, li } = pages()
    meet(wang, li)
    li.words.insert(4, '得很')
    meet(wang, li)
    for (let round = 0; round < 2; round += 1) {
      wang.removeLine()
      wang.undo.undo()
    }
    expect(wang.words.toString()).toBe('花生好吃得很')
    wang.undo.undo()
    expect(wang.words.toString()).toBe('得很')
    meet(wang, li)
    expect(onePage([wang, li]).size).toBe(1)
  })
})

test.each([
  ['an item', (list: Y.XmlElement) => list.delete(1, 1)],
  ['an attribute', (list: Y.XmlElement) => list.setAttribute('minutes', '5')],
])('%s of what came back and is gone for good is passed over, the rest is undone', (_, change) => {
  const [wang, li] = [new Page(5), new Page(9)]
  wang.addLine('背景')
  const list = new Y.XmlElement('list')
  list.setAttribute('minutes', '4')
  list.insert(0, [new Y.XmlElement('item'), new Y.XmlElement('item')])
  wang.body.insert(0, [list])
  const words = (wang.body.get(1) as Y.XmlElement).get(0) as Y.XmlText
  // One step of undoing, in the list and beside it.
  wang.doc.transact(() => {
    words.delete(1, 1)
    change(list)
  })
  wang.removeLine()
  wang.undo.undo()
  wang.line?.setAttribute('role', 'plain')
  wang.undo.undo()
  // Nothing can be redone any more: what had come back is kept by nobody.
  words.insert(0, '小')
  meet(wang, li)
  li.removeLine()
  meet(wang, li)
  wang.undo.undo()
  wang.undo.undo()
  expect(wang.shows).toBe('<paragraph>背景</paragraph>')
})

test('after one that an observer has thrown at the next undoes the next', () => {
  const wang = new Page(5)
  wang.addLine('花')
  wang.words.insert(1, '生')
  wang.words.insert(2, '好')
  let left = 1
  wang.body.observeDeep(() => {
    left -= 1
    if (left === 0) throw new Error('cannot follow')
  })
  expect(() => wang.undo.undo()).toThrow('cannot follow')
  wang.undo.undo()
  expect(wang.words.toString()).toBe('花')
})
