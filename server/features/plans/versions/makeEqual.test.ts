import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { copyOf, testPlanDoc } from '#shared/plans/testing.ts'
import { Effort } from './Effort.ts'
import { makeEqual, saysTheSame } from './makeEqual.ts'

afterEach(() => vi.restoreAllMocks())

type Node = {
  readonly name: string
  readonly words: string
  readonly bold: boolean
  readonly id: number
}

const nodes = fc.array(
  fc.record<Node>({
    name: fc.constantFrom('paragraph', 'paragraph', 'heading', 'lessonStep'),
    words: fc.constantFrom('', '花', '先写后说', '先想再说', '落花生𬬭落花生', '花生'),
    bold: fc.boolean(),
    id: fc.nat(3),
  }),
  { maxLength: 9 },
)

const bodyOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(PLAN_BODY)

const wordsNode = ({ name, words, bold }: Node): Y.XmlElement => {
  const element = new Y.XmlElement(name === 'lessonStep' ? 'stepTitle' : name)
  const text = new Y.XmlText()
  text.insert(0, words, bold ? { bold: {} } : {})
  element.insert(0, words === '' ? [] : [text])
  if (name === 'heading') element.setAttribute('level', 2 as unknown as string)
  return element
}

const nodeOf = (node: Node): Y.XmlElement => {
  if (node.name !== 'lessonStep') return wordsNode(node)
  const step = new Y.XmlElement('lessonStep')
  step.setAttribute('stepId', `step-${node.id}`)
  if (node.bold) step.setAttribute('minutes', node.id as unknown as string)
  step.insert(0, [wordsNode(node)])
  return step
}

const docOf = (given: readonly Node[]): Y.Doc => {
  const doc = new Y.Doc()
  doc.transact(() => bodyOf(doc).insert(0, given.map(nodeOf)))
  return doc
}

const goTo = (live: Y.Doc, target: Y.Doc): void =>
  live.transact(() => makeEqual(bodyOf(live), bodyOf(target)))

/** A quotation within lists within lists, as deep as the gate lets a document be. */
const nested = (levels: number, words: string): Y.Doc => {
  const doc = new Y.Doc()
  const text = new Y.XmlText()
  text.insert(0, words)
  let inner: Y.XmlElement | Y.XmlText = text
  for (let level = 0; level < levels; level += 1) {
    const list: Y.XmlElement = new Y.XmlElement(level % 2 === 0 ? 'listItem' : 'bulletList')
    list.insert(0, [inner])
    inner = list
  }
  bodyOf(doc).insert(0, [inner])
  return doc
}

describe('making one plan equal another', () => {
  it('takes what a plan weighs, however deep lists lie in lists and whatever is quoted there', () => {
    const [live, target] = [nested(60, '他说："先写后说"。'), nested(60, '他说："先说后写"。')]
    goTo(live, target)
    expect(saysTheSame(bodyOf(live), bodyOf(target))).toBe(true)
  })

  it('says what the other says, attributes and marks included, whatever stood there', () =>
    fc.assert(
      fc.property(nodes, nodes, (a, b) => {
        const [live, target] = [docOf(a), docOf(b)]
        goTo(live, target)
        expect(saysTheSame(bodyOf(live), bodyOf(target))).toBe(true)
        expect(bodyOf(live).toString()).toBe(bodyOf(target).toString())
      }),
      { numRuns: 400 },
    ))

  it('says so too when it has no time left to look for what can stay', () =>
    fc.assert(
      fc.property(nodes, nodes, (a, b) => {
        const [live, target] = [docOf(a), docOf(b)]
        live.transact(() => makeEqual(bodyOf(live), bodyOf(target), new Effort(0)))
        expect(saysTheSame(bodyOf(live), bodyOf(target))).toBe(true)
      }),
      { numRuns: 100 },
    ))

  it('writes a line that is another in one piece, and marks it in one, not letter by letter', () => {
    const line = { name: 'paragraph', words: '', bold: false, id: 0 }
    const insert = vi.spyOn(Y.XmlText.prototype, 'insert')
    const format = vi.spyOn(Y.XmlText.prototype, 'format')
    for (const [before, after] of [
      [
        { ...line, words: '落花生' },
        { ...line, words: '先写后说，再读𬬭' },
      ],
      [
        { ...line, words: '落花生' },
        { ...line, words: '落花生', bold: true },
      ],
    ] as const) {
      const [live, target] = [docOf([before]), docOf([after])]
      for (const spy of [insert, format]) spy.mockClear()
      goTo(live, target)
      expect(insert.mock.calls.length + format.mock.calls.length).toBe(1)
      expect(saysTheSame(bodyOf(live), bodyOf(target))).toBe(true)
    }
  })

  it('writes nothing when there is nothing to change', () => {
    const live = testPlanDoc()
    const before = Y.encodeStateVector(live)
    goTo(live, copyOf(live))
    expect(Y.encodeStateVector(live)).toEqual(before)
  })

  it('leaves equal blocks and equal letters the items they are', () => {
    const live = docOf([
      { name: 'paragraph', words: '落花生', bold: false, id: 0 },
      { name: 'paragraph', words: '先写后说，再读', bold: false, id: 0 },
      { name: 'paragraph', words: '板书', bold: true, id: 0 },
    ])
    const version = copyOf(live)
    const text = (bodyOf(live).get(1) as Y.XmlElement).get(0) as Y.XmlText
    text.insert(4, '（一句）')
    text.delete(0, 1)
    bodyOf(live).insert(1, [nodeOf({ name: 'paragraph', words: '多的', bold: false, id: 0 })])
    const kept = bodyOf(live).toArray()
    const anchor = Y.createRelativePositionFromTypeIndex(text, text.toString().indexOf('后'))
    goTo(live, version)
    expect(bodyOf(live).toArray()).toEqual([kept[0], kept[2], kept[3]])
    const found = Y.createAbsolutePositionFromRelativePosition(anchor, live)
    expect([found?.type === text, found?.index]).toEqual([true, '先写后说'.indexOf('后')])
    expect(text.toString()).toBe('先写后说，再读')
  })

  it('keeps what others type meanwhile, in blocks that change and in blocks that stay', () => {
    const base = testPlanDoc()
    const version = copyOf(base)
    const titleOf = (doc: Y.Doc): Y.XmlText => {
      const step = bodyOf(doc)
        .toArray()
        .find((n) => n instanceof Y.XmlElement && n.nodeName === 'lessonStep') as Y.XmlElement
      return (step.get(0) as Y.XmlElement).get(0) as Y.XmlText
    }
    titleOf(base).insert(0, '认真')
    const [server, browser] = [copyOf(base), copyOf(base)]
    titleOf(browser).insert(titleOf(browser).length, '和生字')
    goTo(server, version)
    Y.applyUpdate(server, Y.encodeStateAsUpdate(browser))
    expect(titleOf(server).toString()).toBe('回顾课文和生字')
  })
})
