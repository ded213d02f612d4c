import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { testPlanDoc } from '#shared/plans/testing.ts'
import { foldSnapshot } from './foldSnapshot.ts'
import { Knowledge } from './Knowledge.ts'
import type { memoryDocStore } from './memoryDocStore.ts'
import { readUpdate } from './readUpdate.ts'
import { between } from './testing/between.ts'
import { editTogether, random } from './testing/editTogether.ts'
import { update } from './testing/frames.ts'
import {
  openOwner,
  PLAN,
  type Studio,
  startStudio,
  until,
  updateOf,
} from './testing/syncHarness.ts'

const XML = new Set(['body'])

/** Takes updates in; says of each whether something in it is misplaced. */
const judged = (updates: readonly Uint8Array[], knowledge = new Knowledge(null, XML)): boolean[] =>
  updates.map((bytes) => {
    const assessment = knowledge.assess(readUpdate(bytes))
    if (assessment.kind === 'gap') throw new Error('it has a gap')
    knowledge.take(assessment.news)
    return assessment.news.isMisplaced
  })

const elementIn = (body: Y.XmlFragment): [Y.XmlElement, Y.XmlText] => {
  const [element, text] = [new Y.XmlElement('paragraph'), new Y.XmlText('一二三')]
  body.push([element])
  element.insert(0, [text])
  return [element, text]
}

describe('what honest people write lies where it may', () => {
  test.each([1, 2, 3, 4, 5])('whatever three of them do at once (seed %i)', (seed) => {
    const updates = editTogether(random(seed), 150)
    // Their `body` is a text.
    const knowledge = () => new Knowledge(null, new Set(['xml']))
    expect(judged(updates, knowledge()).some(Boolean)).toBe(false)
    // The same from what is left of it, with gaps of what was collected.
    expect(judged([foldSnapshot(updates, ['xml']).state], knowledge())).toEqual([false])
  })

  test('a plan as it is filled and worked on', () => {
    const full = testPlanDoc()
    const [element, text] = elementIn(full.getXmlFragment('body'))
    element.setAttribute('level', { any: ['plain', 1, null] } as never)
    text.format(0, 2, { bold: true })
    text.delete(0, 1)
    element.removeAttribute('level')
    expect(judged([Y.encodeStateAsUpdate(full)])).toEqual([false])
  })
})

type Attack = (body: Y.XmlFragment) => void
const put = (into: Y.XmlFragment, what: unknown) => into.insert(0, [what as Y.XmlText])
const attacks: readonly (readonly [string, Attack])[] = [
  ['words in the root', (body) => put(body, new Y.XmlText('x'))],
  ['a string in the root', (body) => put(body, 'x')],
  ['a map in the root', (body) => put(body, new Y.Map())],
  ['a hook in the root', (body) => put(body, new Y.XmlHook('x'))],
  ['a map in an element', (body) => put(elementIn(body)[0], new Y.Map())],
  ['a picture among words', (body) => elementIn(body)[1].insertEmbed(1, { image: 'x' })],
  ['a map among words', (body) => elementIn(body)[1].insertEmbed(1, new Y.Map())],
  [
    'a map as an attribute',
    (body) => elementIn(body)[0].setAttribute('level', new Y.Map() as unknown as string),
  ],
]

describe('[DR22] what an XML root has no place for', () => {
  test.each(attacks)('%s', (_what, attack) => {
    const honest = new Y.Doc()
    elementIn(honest.getXmlFragment('body'))
    const stored = Y.encodeStateAsUpdate(honest)
    const doc = new Y.Doc()
    Y.applyUpdate(doc, stored)
    const update = updateOf((d) => attack(d.getXmlFragment('body')), doc)
    expect(judged([stored, update])).toEqual([false, true])
    // Beside what a snapshot knows, too.
    const snapshot = foldSnapshot([stored], [...XML])
    expect(judged([update], new Knowledge(snapshot, XML))).toEqual([true])
    // Elsewhere nobody looks.
    expect(judged([stored, update], new Knowledge())).toEqual([false, false])
  })

  test('piece by piece: first the element, later what it has no place for', () => {
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (bytes: Uint8Array) => updates.push(bytes))
    const [element] = elementIn(doc.getXmlFragment('body'))
    put(element, new Y.Map())
    expect(judged(updates).at(-1)).toBe(true)
    expect(judged(updates).slice(0, -1).some(Boolean)).toBe(false)
  })

  test('left of it words, right of it elements', () => {
    const doc = new Y.Doc()
    const body = doc.getXmlFragment('body')
    const [, text] = elementIn(body)
    const [element] = elementIn(body)
    const letter = (text as unknown as { _start: Y.Item })._start.id
    const right = element._item?.id
    if (!right) throw new Error('it is not in the document')
    expect(judged([Y.encodeStateAsUpdate(doc), between(letter, right)])).toEqual([false, true])
  })
})

describe('[DR22] roots', () => {
  let studio: Studio
  afterEach(() => studio.stop())
  const rows = () =>
    (studio.store as ReturnType<typeof memoryDocStore>).docs.get(PLAN)?.updates ?? []
  const begun = async (owner: Parameters<typeof openOwner>[0]) => {
    studio = await startStudio({ owners: [openOwner({ roots: { body: 'xml' }, ...owner })] })
    const client = studio.raw(PLAN, 'wangfang')
    await client.opened
    return client
  }

  test('a misplaced thing is refused, a root beside the named ones is nobody’s business', async () => {
    const client = await begun({})
    client.send(update(updateOf((doc) => doc.getText('notes').insert(0, '旁边'))))
    await until('kept', () => rows().length === 1)
    client.send(update(updateOf((doc) => put(doc.getXmlFragment('body'), new Y.XmlText('x')))))
    expect((await client.closed).code).toBe(4422)
    expect(rows()).toHaveLength(1)
  })

  test('what only lies in others is refused in the root, and nowhere else', async () => {
    const client = await begun({ innerElements: new Set(['stepRow']) })
    const honest = new Y.Doc()
    const [step, row] = [new Y.XmlElement('lessonStep'), new Y.XmlElement('stepRow')]
    step.insert(0, [row])
    honest.getXmlFragment('body').insert(0, [step, new Y.XmlElement('rule')])
    client.send(update(Y.encodeStateAsUpdate(honest)))
    await until('kept', () => rows().length === 1)
    const beside = new Y.XmlElement('stepRow')
    client.send(update(updateOf((doc) => doc.getXmlFragment('body').insert(1, [beside]), honest)))
    expect((await client.closed).code).toBe(4422)
    expect(rows()).toHaveLength(1)
  })

  test('a guarded document has no other roots', async () => {
    const client = await begun({ guard: () => true })
    client.send(update(updateOf((doc) => doc.getText('notes').insert(0, '旁边'))))
    expect((await client.closed).code).toBe(4422)
  })
})
