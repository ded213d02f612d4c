import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { makeEqual } from '../versions/makeEqual.ts'
import type { KnownRestore } from './jobs.ts'
import { Ledger } from './Ledger.ts'
import { addParagraph, logOf, paragraph } from './testing.ts'

const LIN = 'user-lin-0001'
const SHI = 'user-shi-0001'
const MINUTE = 60_000
const T0 = Date.UTC(2026, 8, 2, 0, 10)

const ledgerOf = (log: ReturnType<typeof logOf>, restores: readonly KnownRestore[] = []) => {
  const ledger = new Ledger(restores)
  for (const stored of log.updates) ledger.take(stored)
  const result = ledger.result()
  const of = (userId: string | null) => result.people.find((p) => p.userId === userId)
  return { result, of }
}

/** Two browsers that hear of each other only by `meet`. */
const twoBrowsers = () => {
  const [lin, shi] = [new Y.Doc(), new Y.Doc()]
  const hear = () => {
    Y.applyUpdate(shi, Y.encodeStateAsUpdate(lin))
    Y.applyUpdate(lin, Y.encodeStateAsUpdate(shi))
  }
  return { lin, shi, hear }
}

describe('who wrote what', () => {
  it('counts code points without white space, kept, written and deleted, own and others’', () => {
    const log = logOf()
    const { lin, shi, hear } = twoBrowsers()
    // 种收尝议 and a flower outside the basic plane: five characters; the spaces count nothing.
    log.edit(lin, LIN, T0, (doc) => addParagraph(doc, '种收 尝议 𬬭'))
    hear()
    // 石远 strikes 收 and writes 先说后.
    log.edit(shi, SHI, T0 + MINUTE, (doc) => {
      paragraph(doc, 0).delete(1, 1)
      paragraph(doc, 0).insert(0, '先说后')
    })
    hear()
    // 林若溪 strikes 先 of 石远's and her own 种.
    log.edit(lin, LIN, T0 + 2 * MINUTE, (doc) => {
      const text = paragraph(doc, 0)
      text.delete(text.toString().indexOf('种'), 1)
      text.delete(0, 1)
    })
    const { result, of } = ledgerOf(log)
    expect(of(LIN)).toMatchObject({ inserted: 5, kept: 3, deletedOwn: 1, deletedOthers: 1 })
    expect(of(SHI)).toMatchObject({ inserted: 3, kept: 2, deletedOwn: 0, deletedOthers: 1 })
    expect(result.characters).toBe(5)
    expect(result.characters).toBe(outlineOfDoc(lin).characters)
  })

  it('folds pauses over five minutes, and says when each began and ended', () => {
    const log = logOf()
    const doc = new Y.Doc()
    // 0, 2, 7 minutes: 2 + 5; then a pause of 5 minutes and 1 ms; then one minute more.
    const times = [0, 2 * MINUTE, 7 * MINUTE, 12 * MINUTE + 1, 13 * MINUTE + 1]
    for (const ms of times) log.edit(doc, LIN, T0 + ms, (d) => void addParagraph(d, '一'))
    const { of } = ledgerOf(log)
    expect(of(LIN)).toMatchObject({
      ...{ activeMs: 8 * MINUTE, edits: 5, firstMs: T0, lastMs: T0 + 13 * MINUTE + 1 },
      activity: [0, 2, 7, 12, 13].map((minute) => [T0 + minute * MINUTE, 1, 0]),
    })
  })

  it('shares kept characters among the steps', () => {
    const log = logOf()
    const { lin, shi: server, hear } = twoBrowsers()
    log.edit(server, null, T0, (d) => {
      const step = new Y.XmlElement('lessonStep')
      step.setAttribute('stepId', 'step-1')
      const title = new Y.XmlElement('stepTitle')
      title.insert(0, [new Y.XmlText('回顾')])
      step.insert(0, [title])
      d.getXmlFragment(PLAN_BODY).push([step])
    })
    hear()
    log.edit(lin, LIN, T0, (d) => {
      const step = d.getXmlFragment(PLAN_BODY).get(0) as Y.XmlElement
      ;((step.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(2, '课文')
      addParagraph(d, '作业')
    })
    const { result, of } = ledgerOf(log)
    expect(result.steps).toEqual([{ stepId: 'step-1', title: '回顾课文' }])
    expect(of(LIN)?.steps).toEqual([
      { stepId: 'step-1', kept: 2 },
      { stepId: null, kept: 2 },
    ])
    expect(of(null)).toMatchObject({ userId: null, kept: 2, inserted: 2 })
  })

  it('lets moved words stay their author’s: nothing was written, nothing deleted', () => {
    const log = logOf()
    const { lin, shi, hear } = twoBrowsers()
    log.edit(lin, LIN, T0, (doc) => addParagraph(doc, '先写后说'))
    log.edit(lin, LIN, T0, (doc) => addParagraph(doc, '板书'))
    hear()
    log.edit(shi, SHI, T0, (doc) => {
      const body = doc.getXmlFragment(PLAN_BODY)
      const copy = (body.get(0) as Y.XmlElement).clone()
      body.delete(0, 1)
      body.insert(1, [copy])
    })
    const { of } = ledgerOf(log)
    expect(of(LIN)).toMatchObject({ inserted: 6, kept: 6, deletedOwn: 0 })
    expect(of(SHI)).toMatchObject({ inserted: 0, kept: 0, deletedOthers: 0, broughtBack: 0 })
  })

  it('gives words that undo brings back to whoever wrote them', () => {
    const log = logOf()
    const { lin, shi, hear } = twoBrowsers()
    log.edit(lin, LIN, T0, (doc) => addParagraph(doc, '先写后说'))
    hear()
    const undo = new Y.UndoManager(shi.getXmlFragment(PLAN_BODY))
    log.edit(shi, SHI, T0, (doc) => paragraph(doc, 0).delete(1, 2))
    log.edit(shi, SHI, T0, () => undo.undo())
    expect(paragraph(shi, 0).toString()).toBe('先写后说')
    const { of } = ledgerOf(log)
    expect(of(SHI)).toMatchObject({ inserted: 0, broughtBack: 2, deletedOthers: 2, kept: 0 })
    expect(of(LIN)).toMatchObject({ inserted: 4, kept: 4 })
  })

  it('knows words that fell into what somebody else had deleted', () => {
    const log = logOf()
    const { lin, shi, hear } = twoBrowsers()
    log.edit(lin, LIN, T0, (doc) => addParagraph(doc, '种'))
    hear()
    log.edit(lin, LIN, T0, (doc) => doc.getXmlFragment(PLAN_BODY).delete(0, 1))
    log.edit(shi, SHI, T0, (doc) => paragraph(doc, 0).insert(1, '花生'))
    const { result, of } = ledgerOf(log)
    expect(of(SHI)).toMatchObject({ inserted: 2, lost: 2, kept: 0, deletedOwn: 0 })
    expect(result.characters).toBe(0)
  })

  it('gives restored words back to their authors, and says who restored', () => {
    const log = logOf()
    const { lin, shi, hear } = twoBrowsers()
    log.edit(lin, LIN, T0, (doc) => {
      addParagraph(doc, '先写后说')
      addParagraph(doc, '板书')
    })
    hear()
    log.edit(shi, SHI, T0, (doc) => paragraph(doc, 0).insert(2, '一句'))
    hear()
    const version = Y.encodeStateAsUpdate(shi)
    log.edit(lin, LIN, T0, (doc) => paragraph(doc, 0).delete(1, 4))
    hear()
    const server = new Y.Doc()
    Y.applyUpdate(server, Y.encodeStateAsUpdate(lin))
    const target = new Y.Doc()
    Y.applyUpdate(target, version)
    log.edit(server, LIN, T0, (doc) =>
      makeEqual(doc.getXmlFragment(PLAN_BODY), target.getXmlFragment(PLAN_BODY)),
    )
    expect(paragraph(server, 0).toString()).toBe('先写一句后说')
    const restores = [{ client: server.clientID, state: version }]
    const { of } = ledgerOf(log, restores)
    expect(of(SHI)).toMatchObject({ inserted: 2, kept: 2 })
    expect(of(LIN)).toMatchObject({ inserted: 6, kept: 6, broughtBack: 4 })
    // Without knowing of the restore they would be 林若溪's.
    expect(ledgerOf(log).of(SHI)).toMatchObject({ kept: 0 })
  })

  it('gives the same figures for the same log', () => {
    const log = logOf()
    const { lin, shi, hear } = twoBrowsers()
    for (let i = 0; i < 40; i += 1) {
      const [doc, who] = i % 2 ? ([lin, LIN] as const) : ([shi, SHI] as const)
      log.edit(doc, who, T0 + i * 7000, (d) => void addParagraph(d, `第${i}句`))
      if (i % 5 === 0) hear()
    }
    expect(ledgerOf(log).result).toEqual(ledgerOf(log).result)
  })
})
