import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { bodyOf, testPlanDoc } from '#shared/plans/testing.ts'
import type { FoundWords } from '../../../lib/sync/openTray.ts'
import type { OwnPiece } from '../../../lib/sync/ownPieces.ts'
import { carryOver } from './carryOver.ts'
import { findLostWords } from './findWords.ts'
import { bringsStep, putBack } from './putBack.ts'
import { removeBlock, textWith } from './testing.ts'
import { noteTorn, tornLines, withTornStep } from './torn.ts'
import { settleTwins } from './twinSteps.ts'

/** Words of the step that is deleted under those who write in it. */
const WORDS = '父亲为什么'

const stepsIn = (doc: Y.Doc): readonly Y.XmlElement[] =>
  bodyOf(doc)
    .toArray()
    .flatMap((child) =>
      child instanceof Y.XmlElement && child.nodeName === 'lessonStep' ? [child] : [],
    )
const idsIn = (doc: Y.Doc): readonly unknown[] =>
  stepsIn(doc).map((step) => step.getAttribute('stepId'))

/** A page whose typist writes in the step with WORDS, and that does with others' changes what the real one does. */
class Page {
  readonly doc = new Y.Doc()
  readonly found: FoundWords[] = []
  constructor(from: Uint8Array, clientId: number) {
    this.doc.clientID = clientId
    Y.applyUpdate(this.doc, from)
    const line = this.words.parent as Y.XmlElement
    this.doc.on('afterTransaction', (transaction: Y.Transaction) => {
      if (transaction.origin !== 'others') return
      carryOver({ words: [], transaction })
      const item = line._item
      if (!item || !Y.isDeleted(transaction.deleteSet, item.id)) return
      noteTorn(transaction, item, { line: '', offset: 0 })
      this.#keep(tornLines(transaction), transaction)
    })
    this.doc.on('afterAllTransactions', (_, transactions: readonly Y.Transaction[]) => {
      const body = this.doc.share.get(PLAN_BODY)
      const isBody = transactions.some(({ changed }) => body && changed.has(body))
      if (isBody) settleTwins(this.doc, { isPatient: true })
    })
  }

  #keep(pieces: readonly OwnPiece[], transaction: Y.Transaction): void {
    const origin = { docName: 'plan:plan0001', cause: 'deleted', atMs: 0 } as const
    this.found.push(...withTornStep(findLostWords(pieces, transaction, origin), transaction))
  }

  get words(): Y.XmlText {
    return textWith(this.doc, WORDS)
  }

  get state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc)
  }

  hear(other: Page): void {
    Y.applyUpdate(this.doc, other.state, 'others')
  }

  /** What the tray and the strip do. */
  putBack(): () => void {
    const [entry] = this.found
    if (!entry) throw new Error('nothing waits in the tray')
    return putBack(this.doc, entry).undo
  }
}

const meetAll = (pages: readonly Page[]): void => {
  for (let round = 0; round < 4; round += 1)
    for (const page of pages) for (const other of pages) if (page !== other) page.hear(other)
}

const planOf = (): Y.Doc => {
  const doc = testPlanDoc()
  const step = stepsIn(doc)[1] as Y.XmlElement
  step.setAttribute('minutes', 11 as never)
  step.setAttribute('firstPage', 4 as never)
  textWith(doc, WORDS).format(0, 3, { bold: {} })
  return doc
}

/** Two who write in the step, and a colleague who deletes it when all know of all. */
const torn = (
  watch: (doc: Y.Doc) => void = () => {},
  clients: readonly [number, number] = [11, 22],
) => {
  const start = Y.encodeStateAsUpdate(planOf())
  const [one, two] = [new Page(start, clients[0]), new Page(start, clients[1])]
  const other = new Page(start, 5)
  one.words.insert(0, '甲写的')
  two.words.insert(two.words.length, '乙写的')
  meetAll([one, two, other])
  const before = String(bodyOf(one.doc))
  watch(other.doc)
  other.doc.transact(() => removeBlock(other.doc, WORDS), ySyncPluginKey)
  return { one, two, other, before, ids: idsIn(one.doc), outline: outlineOfDoc(one.doc) }
}

describe('[DR34] a step others delete while one writes in it', () => {
  test('comes back whole and in its place, also after a reload, and goes again in one piece', () => {
    const { one, other, before, ids, outline } = torn()
    one.hear(other)
    expect(idsIn(one.doc)).not.toEqual(ids)
    const without = String(bodyOf(one.doc))
    const again = new Y.Doc()
    Y.applyUpdate(again, one.state)
    const entry: FoundWords = JSON.parse(JSON.stringify(one.found[0]))
    expect(bringsStep(again, entry)).toBe(true)
    const { undo } = putBack(again, entry)
    expect(idsIn(again)).toEqual(ids)
    expect(outlineOfDoc(again)).toEqual(outline)
    expect(String(bodyOf(again))).toBe(before)
    // Above what went, as every copy of a step is: none goes for one below it.
    const { clock } = JSON.parse(entry.place.near ?? '').item
    expect(stepsIn(again)[1]?._item?.id.clock).toBeGreaterThan(clock)
    undo()
    expect(String(bodyOf(again))).toBe(without)
  })

  test('does not come a second time where it stands again: one’s own lines only', () => {
    const { one, two, other, ids } = torn()
    meetAll([one, two, other])
    one.putBack()
    two.hear(one)
    expect(two.found.map((entry) => bringsStep(two.doc, entry))).toEqual([false])
    const undo = two.putBack()
    expect(idsIn(two.doc)).toEqual(ids)
    for (const words of ['甲写的', '乙写的', WORDS])
      expect(String(bodyOf(two.doc)).split(words), words).toHaveLength(2)
    const before = String(bodyOf(one.doc))
    undo()
    expect(String(bodyOf(two.doc))).toBe(before)
  })

  test('is said once too when whoever deleted it has taken that back, with what they lacked', () => {
    let takeBack = (): void => {}
    const { one, two, other } = torn((doc) => {
      const trackedOrigins = new Set([ySyncPluginKey])
      const manager = new Y.UndoManager(bodyOf(doc), { trackedOrigins })
      takeBack = () => void manager.undo()
    })
    two.words.insert(two.words.length, '新二')
    two.hear(other)
    takeBack()
    meetAll([one, two, other])
    expect(String(bodyOf(two.doc))).not.toContain('新二')
    const without = String(bodyOf(two.doc))
    const undo = two.putBack()
    for (const words of ['甲写的', '乙写的', '新二', WORDS])
      expect(String(bodyOf(two.doc)).split(words), words).toHaveLength(2)
    undo()
    expect(String(bodyOf(two.doc))).toBe(without)
  })

  test.each([
    [11, 22],
    [22, 11],
  ] as const)(
    'two who put it back at once have it once, with the words of both (%i, %i)',
    (...clients) => {
      const { one, two, other, ids } = torn(undefined, clients)
      // What each has typed on while neither the other's words nor the deletion had come.
      one.words.insert(0, '新一')
      two.words.insert(two.words.length, '新二')
      for (const page of [one, two]) page.hear(other)
      for (const page of [one, two]) page.putBack()
      meetAll([one, two, other])
      for (const { doc } of [one, two, other]) {
        expect(idsIn(doc)).toEqual(ids)
        expect(String(bodyOf(doc))).toBe(String(bodyOf(one.doc)))
        for (const words of ['甲写的', '乙写的', '新一', '新二', WORDS])
          expect(String(bodyOf(doc)).split(words), words).toHaveLength(2)
      }
      expect(stepsIn(two.doc)[1]?.getAttribute('minutes')).toBe(11)
    },
  )

  test('is there once when whoever deleted it takes that back at that moment', () => {
    let takeBack = (): void => {}
    const { one, two, other, ids } = torn((doc) => {
      const trackedOrigins = new Set([ySyncPluginKey])
      const manager = new Y.UndoManager(bodyOf(doc), { trackedOrigins })
      takeBack = () => void manager.undo()
    })
    meetAll([one, two, other])
    one.putBack()
    takeBack()
    meetAll([one, two, other])
    for (const { doc } of [one, two, other]) {
      expect(idsIn(doc)).toEqual(ids)
      for (const words of ['甲写的', '乙写的', WORDS])
        expect(String(bodyOf(doc)).split(words), words).toHaveLength(2)
    }
  })

  test('too long to be kept whole gives back one’s own lines, as a paragraph does', () => {
    const start = Y.encodeStateAsUpdate(planOf())
    const [one, other] = [new Page(start, 11), new Page(start, 5)]
    one.words.insert(0, '长'.repeat(100_000))
    other.hear(one)
    removeBlock(other.doc, WORDS)
    one.hear(other)
    expect(one.found.map((entry) => bringsStep(one.doc, entry))).toEqual([false])
    one.putBack()
    expect(String(bodyOf(one.doc)).split(WORDS)).toHaveLength(2)
  })
})
