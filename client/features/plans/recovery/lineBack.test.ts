import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { planText } from '#shared/plans/planText.ts'
import { bodyOf, copyOf, meet, testPlanDoc } from '#shared/plans/testing.ts'
import type { FoundWords } from '../../../lib/sync/openTray.ts'
import { findLostWords } from './findWords.ts'
import { putBack } from './putBack.ts'
import { textWith } from './testing.ts'
import { noteTorn, tornLines } from './torn.ts'

const ORIGIN = { docName: 'plan:plan0001', cause: 'deleted', atMs: 0 } as const

let [mine, other] = [testPlanDoc(), new Y.Doc()]
let found: FoundWords[] = []
let theirs = new Y.UndoManager(new Y.Doc())

const lineOf = (doc: Y.Doc, words: string): Y.XmlElement =>
  textWith(doc, words).parent as Y.XmlElement

const remove = (doc: Y.Doc, words: string): void => {
  const line = lineOf(doc, words)
  const row = line.parent as Y.XmlElement
  doc.transact(() => row.delete(row.toArray().indexOf(line), 1), ySyncPluginKey)
}

/** I write in the line with these words; a colleague, who has seen so much of it, deletes it. */
const tornFrom = (words: string, { unseen = '' } = {}): void => {
  const line = lineOf(mine, words)._item as Y.Item
  textWith(mine, words).insert(0, '我写的')
  meet(mine, other)
  theirs = new Y.UndoManager(bodyOf(other), { trackedOrigins: new Set([ySyncPluginKey]) })
  remove(other, words)
  textWith(mine, words).insert(3, unseen)
  mine.on('afterTransaction', (transaction: Y.Transaction) => {
    if (!Y.isDeleted(transaction.deleteSet, line.id)) return
    noteTorn(transaction, line, { line: '', offset: 0 })
    found.push(...findLostWords(tornLines(transaction), transaction, ORIGIN))
  })
  meet(mine, other)
}

const putBackAll = (): (() => void)[] => found.splice(0).map((entry) => putBack(mine, entry).undo)
const says = (): string => planText(bodyOf(mine)).value

beforeEach(() => {
  mine = testPlanDoc()
  other = copyOf(mine)
  found = []
})

describe.each([
  ['of a step', '默读、圈画。'],
  ['between the steps', '由物到人的联系。'],
])('[DR34] a line %s that others delete while one writes in it', (_, words) => {
  test('comes back', () => {
    tornFrom(words)
    expect(says()).not.toContain(words)
    const without = says()
    const [undo] = putBackAll()
    expect(says()).toContain(`我写的${words}`)
    undo?.()
    expect(says()).toBe(without)
  })

  test('does not come a second time where a colleague has brought it back', () => {
    tornFrom(words)
    theirs.undo()
    meet(mine, other)
    const before = says()
    const [undo] = putBackAll()
    expect(says()).toBe(before)
    expect(says().split(words)).toHaveLength(2)
    undo?.()
    expect(says()).toBe(before)
  })

  test('gets only what it lacks where a colleague has brought it back without it', () => {
    tornFrom(words, { unseen: '新的' })
    theirs.undo()
    meet(mine, other)
    const before = says()
    const [undo] = putBackAll()
    expect(says().split(`我写的新的${words}`)).toHaveLength(2)
    expect(says().split(words)).toHaveLength(2)
    undo?.()
    expect(says()).toBe(before)
  })
})
