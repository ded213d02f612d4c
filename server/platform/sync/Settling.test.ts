import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { decodeSnapshot, encodeSnapshot } from './DocSnapshot.ts'
import { foldSnapshot } from './foldSnapshot.ts'
import { Knowledge } from './Knowledge.ts'
import { readUpdate } from './readUpdate.ts'
import { between } from './testing/between.ts'
import { editPlanTogether } from './testing/editPlanTogether.ts'
import { seeded } from './testing/randomEdits.ts'

const XML = ['body']

/** Takes an update in; says whether something in it is misplaced. */
const judge = (knowledge: Knowledge, bytes: Uint8Array): boolean => {
  const assessment = knowledge.assess(readUpdate(bytes))
  if (assessment.kind === 'gap') throw new Error('it has a gap')
  knowledge.take(assessment.news)
  return assessment.news.isMisplaced
}

const knowing = (updates: readonly Uint8Array[]): Knowledge => {
  const knowledge = new Knowledge(null, new Set(XML))
  for (const update of updates) judge(knowledge, update)
  return knowledge
}

const folded = (updates: readonly Uint8Array[]) =>
  new Knowledge(decodeSnapshot(encodeSnapshot(foldSnapshot(updates, XML))), new Set(XML))

/** From a snapshot that was made before parents were told from one another. */
const foldedOfOld = (updates: readonly Uint8Array[]) => {
  const snapshot = { ...foldSnapshot(updates, XML), depths: null }
  return new Knowledge(decodeSnapshot(encodeSnapshot(snapshot)), new Set(XML))
}

/** A document that keeps everything that happens to it. */
const recorded = (): { doc: Y.Doc; updates: Uint8Array[] } => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  return { doc, updates }
}

const addParagraph = (doc: Y.Doc, words: string): Y.XmlText => {
  const paragraph = new Y.XmlElement('paragraph')
  const text = new Y.XmlText(words)
  paragraph.insert(0, [text])
  doc.getXmlFragment('body').push([paragraph])
  return text
}

const idsIn = (text: Y.Text): Y.ID[] => {
  const ids: Y.ID[] = []
  for (let item = text._start; item; item = item.right)
    for (let i = 0; i < item.length; i += 1) ids.push(Y.createID(item.id.client, item.id.clock + i))
  return ids
}

const twoParagraphs = () => {
  const { doc, updates } = recorded()
  const [a, b] = idsIn(addParagraph(doc, 'ab'))
  const [c, d] = idsIn(addParagraph(doc, 'cd'))
  if (!a || !b || !c || !d) throw new Error('letters are missing')
  return { doc, updates, a, b, c, d }
}

const ways = [
  ['what was said', knowing],
  ['a snapshot', folded],
  ['an old snapshot', foldedOfOld],
] as const

describe.each(ways)('[DR22] from %s: neighbours of one parent', (_way, know) => {
  test('between two letters of a paragraph there is room', () => {
    const { updates, a, b } = twoParagraphs()
    expect(judge(know(updates), between(a, b))).toBe(false)
  })

  test('between letters of two paragraphs there is none', () => {
    const { updates, b, c } = twoParagraphs()
    expect(judge(know(updates), between(b, c))).toBe(true)
  })

  test('nor when one of the two was collected: newcomers would have what nobody else has', () => {
    const { doc, updates, b, c } = twoParagraphs()
    doc.getXmlFragment('body').delete(1, 1)
    expect(judge(know(updates), between(b, c))).toBe(true)
    expect(judge(know(updates), between(c, b))).toBe(true)
    // Alone it says where: in what is gone.
    expect(judge(know(updates), between(c, null))).toBe(false)
  })

  test('between letters of two texts of their own', () => {
    const { doc, updates } = recorded()
    doc.getText('one').insert(0, 'ab')
    doc.getText('two').insert(0, 'cd')
    const [left, right] = [idsIn(doc.getText('one'))[1], idsIn(doc.getText('two'))[0]]
    if (!left || !right) throw new Error('letters are missing')
    expect(judge(know(updates), between(left, right))).toBe(true)
  })

  test('between a letter and itself there is, for undo puts words there', () => {
    const { updates, b } = twoParagraphs()
    expect(judge(know(updates), between(b, b))).toBe(false)
  })

  test('before what lies under a key', () => {
    const { doc, updates } = recorded()
    doc.getMap('map').set('key', 1)
    expect(judge(know(updates), between(null, Y.createID(doc.clientID, 0)))).toBe(true)
    expect(judge(know(updates), between(Y.createID(doc.clientID, 0), null))).toBe(false)
  })

  test('all is gone: one of the two was collected before the other was heard of', () => {
    const { doc, updates } = recorded()
    const text = addParagraph(doc, '')
    const offline = recorded()
    Y.applyUpdate(offline.doc, Y.encodeStateAsUpdate(doc))
    const theirs = offline.doc.getXmlFragment('body').get(0) as Y.XmlElement
    const said = offline.updates.length
    const typed = theirs.get(0) as Y.XmlText
    typed.insert(0, '前')
    // It lies under the parent alone, and what comes next lies behind it.
    text.insert(0, '后')
    const heard = updates.at(-1)
    if (!heard) throw new Error('nothing was said')
    Y.applyUpdate(offline.doc, heard, 'heard')
    typed.insert(1, '中')
    doc.getXmlFragment('body').delete(0, 1)
    const knowledge = know(updates)
    const sent = offline.updates.slice(said).filter((update) => update !== heard)
    for (const update of sent) expect(judge(knowledge, update)).toBe(false)
  })
})

describe('[DR22] honest people are never told that something is misplaced', () => {
  test.each(Array.from({ length: 12 }, (_, i) => i))('who work on a plan (seed %i)', (seed) => {
    const random = seeded(seed)
    const updates: Uint8Array[] = []
    let knowledge = knowing([])
    editPlanTogether(random, 150, {
      send: (update) => {
        expect(judge(knowledge, update)).toBe(false)
        updates.push(update)
        if (random(20) === 0) knowledge = folded(updates)
        if (random(60) === 0) knowledge = foldedOfOld(updates)
      },
      everything: () =>
        updates.length === 0 ? Uint8Array.of(0, 0) : foldSnapshot(updates, XML).state,
    })
    expect(updates.length).toBeGreaterThan(30)
  })
})
