import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { anchorOfQuote, createAnchor, resolveAnchor } from './anchors.ts'
import { planText, wordsOf } from './planText.ts'
import { bodyOf, copyOf, meet, testPlanDoc } from './testing.ts'

const QUOTE = '父亲为什么拿桃子、石榴、苹果来比？'

const runWith = (doc: Y.Doc, words: string): { text: Y.XmlText; at: number } => {
  const run = planText(bodyOf(doc)).runs.find((r) => wordsOf(r.text).includes(words))!
  return { text: run.text, at: wordsOf(run.text).indexOf(words) }
}

const found = (
  doc: Y.Doc,
  anchor: NonNullable<ReturnType<typeof anchorOfQuote>>,
): string | null => {
  const range = resolveAnchor(bodyOf(doc), anchor)
  return range && planText(bodyOf(doc)).value.slice(range.from, range.to)
}

/** As Enter does through the editor's binding: the tail is deleted here and written anew there. */
const split = (doc: Y.Doc, words: string): void => {
  const { text, at } = runWith(doc, words)
  const paragraph = text.parent as Y.XmlElement
  const row = paragraph.parent as Y.XmlElement
  doc.transact(() => {
    const tail = wordsOf(text).slice(at)
    text.delete(at, tail.length)
    const next = new Y.XmlElement('paragraph')
    next.insert(0, [new Y.XmlText(tail)])
    row.insert(row.toArray().indexOf(paragraph) + 1, [next])
  })
}

describe('an anchor', () => {
  it('says in which step it hangs and what stands around it', () => {
    const anchor = anchorOfQuote(bodyOf(testPlanDoc()), QUOTE)!
    expect(anchor).toMatchObject({ quote: QUOTE, stepId: 'step-2' })
    expect(anchor.prefix.endsWith('边读边想：')).toBe(true)
    expect(anchor.suffix.startsWith('不急着评价。')).toBe(true)
  })

  it('is not made of white space', () => {
    const body = bodyOf(testPlanDoc())
    const at = planText(body).value.indexOf('\n')
    expect(createAnchor(body, { from: at, to: at + 1 })).toBeNull()
    expect(anchorOfQuote(body, '这里没有的话')).toBeNull()
  })

  it('stays on its words while 500 characters are written before it, by another, concurrently', () => {
    const doc = testPlanDoc()
    const other = copyOf(doc)
    const anchor = anchorOfQuote(bodyOf(doc), QUOTE)!
    const { text, at } = runWith(other, QUOTE)
    text.insert(at, '前'.repeat(500))
    text.insert(at + 500 + QUOTE.length, '后')
    runWith(doc, '不急着评价').text.insert(0, '甲')
    meet(doc, other)
    expect(found(doc, anchor)).toBe(QUOTE)
    expect(found(other, anchor)).toBe(QUOTE)
  })

  it('follows words that are written into it and keeps what is left of it', () => {
    const doc = testPlanDoc()
    const anchor = anchorOfQuote(bodyOf(doc), QUOTE)!
    const { text, at } = runWith(doc, QUOTE)
    text.insert(at + 2, '到底')
    expect(found(doc, anchor)).toBe('父亲到底为什么拿桃子、石榴、苹果来比？')
    text.delete(at, 4)
    expect(found(doc, anchor)).toBe('为什么拿桃子、石榴、苹果来比？')
  })

  it('spans a paragraph that is split in its middle, and is whole again after the merge', () => {
    const doc = testPlanDoc()
    const anchor = anchorOfQuote(bodyOf(doc), QUOTE)!
    split(doc, '桃子')
    expect(found(doc, anchor)).toBe('父亲为什么拿\n桃子、石榴、苹果来比？')
    const head = runWith(doc, '父亲为什么拿')
    const tail = runWith(doc, '桃子')
    head.text.insert(head.text.length, wordsOf(tail.text))
    const row = (tail.text.parent as Y.XmlElement).parent as Y.XmlElement
    row.delete(row.toArray().indexOf(tail.text.parent as Y.XmlElement), 1)
    expect(found(doc, anchor)).toBe(QUOTE)
  })

  it('goes with its paragraph when that is split before it', () => {
    const doc = testPlanDoc()
    const anchor = anchorOfQuote(bodyOf(doc), QUOTE)!
    split(doc, '边读边想')
    expect(found(doc, anchor)).toBe(QUOTE)
  })

  it('is gone when its words are deleted and back when that is undone, for everybody', () => {
    const doc = testPlanDoc()
    const other = copyOf(doc)
    const anchor = anchorOfQuote(bodyOf(doc), QUOTE)!
    const history = new Y.UndoManager(bodyOf(doc))
    const { text, at } = runWith(doc, QUOTE)
    text.delete(at, QUOTE.length)
    meet(doc, other)
    expect([found(doc, anchor), found(other, anchor)]).toEqual([null, null])
    history.undo()
    meet(doc, other)
    expect([found(doc, anchor), found(other, anchor)]).toEqual([QUOTE, QUOTE])
  })

  it('finds its words again where they were pasted, even in another step', () => {
    const doc = testPlanDoc()
    const anchor = anchorOfQuote(bodyOf(doc), QUOTE)!
    const { text, at } = runWith(doc, QUOTE)
    text.delete(at, QUOTE.length)
    runWith(doc, '翻到第 10 自然段').text.insert(0, QUOTE)
    expect(found(doc, anchor)).toBe(QUOTE)
  })

  it('does not jump to the same short word elsewhere', () => {
    const doc = testPlanDoc()
    const from = planText(bodyOf(doc)).value.indexOf('花生“最可贵”')
    const anchor = createAnchor(bodyOf(doc), { from, to: from + 2 })!
    expect(resolveAnchor(bodyOf(doc), anchor)).toEqual({ from, to: from + 2 })
    const { text, at } = runWith(doc, '花生“最可贵”')
    text.delete(at, text.length - at)
    expect(found(doc, anchor)).toBeNull()
  })

  it('survives two threads on overlapping words, one of which is cut', () => {
    const doc = testPlanDoc()
    const outer = anchorOfQuote(bodyOf(doc), QUOTE)!
    const inner = anchorOfQuote(bodyOf(doc), '桃子、石榴')!
    const { text, at } = runWith(doc, '桃子、石榴')
    text.delete(at, '桃子、石榴'.length)
    expect(found(doc, inner)).toBeNull()
    expect(found(doc, outer)).toBe('父亲为什么拿、苹果来比？')
  })

  it('takes a forged end for a deleted one', () => {
    const doc = testPlanDoc()
    const anchor = { ...anchorOfQuote(bodyOf(doc), QUOTE)!, start: '!!', end: 'AA==' }
    expect(found(doc, anchor)).toBe(QUOTE)
  })

  it('of one letter that stands everywhere is looked for once, not once for each place', () => {
    const doc = new Y.Doc()
    const lines = Array.from({ length: 1000 }, () => {
      const line = new Y.XmlElement('paragraph')
      line.insert(0, [new Y.XmlText('好')])
      return line
    })
    bodyOf(doc).insert(0, lines)
    const text = planText(bodyOf(doc))
    let reads = 0
    const runs = new Proxy(text.runs, {
      get: (all, key) => {
        reads += 1
        return Reflect.get(all, key)
      },
    })
    const gone = { start: '', end: '', quote: '好', prefix: '', suffix: '', stepId: null }
    expect(resolveAnchor(bodyOf(doc), gone, { ...text, runs })).toBeNull()
    expect(reads).toBeLessThan(10_000)
  })
})
