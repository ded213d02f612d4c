import 'fake-indexeddb/auto'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { bodyOf, copyOf, testPlanDoc } from '#shared/plans/testing.ts'
import { addMessage, addThread, readThreads } from '#shared/plans/threads.ts'
import { type FoundWords, openTray } from '../../../lib/sync/openTray.ts'
import { commentActions } from '../comments/commentActions.ts'
import { findMissingMessages, sayAgain } from './findMessages.ts'
import { findMissingLines } from './missingLines.ts'
import { putBack } from './putBack.ts'
import { planInBrowser, removeBlock, textWith } from './testing.ts'

vi.mock('../../../lib/feed/sessionClock.ts', () => ({
  serverNow: () => Date.now(),
  serverTime: () => Date.now(),
}))
const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})
const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), 5000)

const browser = (options: Parameters<typeof planInBrowser>[0] = {}) => {
  const made = planInBrowser(options)
  ends.push(made.kept.dispose)
  return made
}
const online = async (options: Parameters<typeof planInBrowser>[0] = {}) => {
  const made = browser(options)
  await until(() => made.lines().length === 1)
  made.greets()
  return made
}
const words = (doc: Y.Doc) => outlineOfDoc(doc).text

describe('[DR34] words typed offline into a block that others delete meanwhile', () => {
  test('are found, with the step they stood in', async () => {
    const { server, lines, doc, greets, found } = await online()
    lines()[0]?.ends()
    textWith(doc(), '父亲为什么').insert(4, '（轻声）')
    textWith(doc(), '默读、圈画').insert(0, '先听录音。')
    removeBlock(server.disk, '父亲为什么')
    await until(() => lines().length === 2)
    greets()
    expect(words(doc())).not.toContain('轻声')
    await until(() => found().length === 1)
    expect(found()[0]).toMatchObject({
      text: '（轻声）\n先听录音。',
      cause: 'deleted',
      docName: 'plan:plan0001',
      place: { kind: 'plan', title: '品读“议花生”', row: 'lead' },
    })
  })

  test('are found in a section too, and pieces of one line that stood apart are told apart', async () => {
    const { server, lines, doc, greets, found } = await online()
    lines()[0]?.ends()
    const text = textWith(doc(), '由物到人的联系')
    text.insert(text.length, '难在远近。')
    text.insert(0, '第一：')
    // Typed, taken back and typed on: one piece for the reader.
    text.insert(text.length, '错')
    text.delete(text.length - 1, 1)
    text.insert(text.length, '要举例。')
    removeBlock(server.disk, '由物到人的联系')
    await until(() => lines().length === 2)
    greets()
    await until(() => found().length === 1)
    expect(found()[0]).toMatchObject({
      text: '第一： … 难在远近。要举例。',
      place: { title: '难点', stepId: null },
    })
  })

  test('what the server had, and what one deleted oneself, is not found', async () => {
    const { server, lines, doc, greets, found } = await online()
    textWith(doc(), '父亲为什么').insert(0, '已经收下。')
    lines()[0]?.takesAll()
    lines()[0]?.acknowledges()
    lines()[0]?.ends()
    const own = textWith(doc(), '翻到第 10')
    own.insert(0, '写了又删。')
    own.delete(0, 5)
    removeBlock(server.disk, '父亲为什么')
    removeBlock(server.disk, '翻到第 10')
    await until(() => lines().length === 2)
    greets()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(found()).toEqual([])
  })

  test('survive days and a closed browser, and are found when it opens again', async () => {
    const userId = `days-${Math.random()}`
    const before = await online({ userId })
    before.lines()[0]?.ends()
    textWith(before.doc(), '父亲为什么').insert(0, '三天前写的。')
    await until(() => before.shown().open.save.getSnapshot() === 'local')
    before.kept.dispose()

    removeBlock(before.server.disk, '父亲为什么')
    const after = browser({ userId, server: before.server })
    await until(() => after.lines().length === 1)
    expect(words(after.doc())).toContain('三天前写的。')
    after.greets()
    await until(() => after.found().some(({ text }) => text === '三天前写的。'))
  })

  test('what the storage refuses stays in the page, which says so until it is stored after all', async () => {
    const tray = openTray(`full-${Math.random()}`)
    ends.push(tray.close)
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
    ) {
      this.transaction.abort()
      return {} as IDBRequest<IDBValidKey>
    })
    const entry = {
      id: 'x',
      docName: 'plan:plan0001' as const,
      text: '字',
      cause: 'deleted' as const,
      atMs: Date.now(),
      place: {},
    }
    expect(await tray.put([entry])).toBe(false)
    put.mockRestore()
    expect(tray.found.getSnapshot()).toEqual([entry])
    expect(tray.isAlone.getSnapshot()).toBe(true)
    await tray.refresh()
    expect(tray.isAlone.getSnapshot()).toBe(false)
    expect(tray.found.getSnapshot()).toEqual([entry])
  })
})

describe('[DR34] what the server does not accept', () => {
  test('goes to the tray with its place, and the page goes on with the server’s plan', async () => {
    const { server, lines, doc, greets, found, shown } = await online()
    textWith(doc(), '父亲为什么').insert(0, '被降级时写的。')
    lines()[0]?.ends(4403)
    await until(() => lines().length === 2)
    greets()
    await until(() => shown().since === 'Forbidden')
    expect(words(doc())).toBe(words(server.disk))
    expect(found()).toMatchObject([
      { text: '被降级时写的。', cause: 'Forbidden', place: { title: '品读“议花生”', row: 'lead' } },
    ])
  })

  test.each([
    ['板书设计', { stepId: null }],
    ['品读“议花生”', { row: null }],
  ])('typed into a title it goes back into that title: %s', async (title, place) => {
    const { server, lines, doc, greets, found, shown } = await online()
    const text = textWith(doc(), title)
    text.insert(text.length, '（重画）')
    const typed = words(doc())
    lines()[0]?.ends(4403)
    await until(() => lines().length === 2)
    greets()
    await until(() => shown().since === 'Forbidden')
    expect(found()).toMatchObject([{ text: '（重画）', place: { title, line: title, ...place } }])
    const { undo } = putBack(doc(), found()[0]!)
    expect(words(doc())).toBe(typed)
    undo()
    expect(words(doc())).toBe(words(server.disk))
  })

  test('of another past: the tray offers the lines which the plan of today lacks', async () => {
    const { server, lines, doc, greets, found, shown } = await online()
    textWith(doc(), '父亲为什么').insert(0, '恢复以前写的。')
    lines()[0]?.ends()
    const { disk } = server
    bodyOf(disk).delete(0, bodyOf(disk).length)
    Y.applyUpdate(disk, Y.encodeStateAsUpdate(testPlanDoc()))
    await until(() => lines().length === 2)
    lines()[1]?.opens()
    lines()[1]?.ends(4409)
    await until(() => lines().length === 3)
    greets('e2')
    await until(() => lines().length === 4)
    greets('e2')
    await until(() => shown().since === 'OutOfDate')
    await until(() => found().length > 0)
    expect(found()).toMatchObject([
      { text: '恢复以前写的。', cause: 'OutOfDate', place: { row: 'lead' } },
    ])
    expect(words(disk)).not.toContain('恢复以前写的')
  })
})

describe('putting back', () => {
  const place = { kind: 'plan', stepId: null, row: null, title: null, near: null }
  const entry = (text: string, more: Partial<typeof place> | object = {}): FoundWords => ({
    id: 'plan:plan0001/1.1',
    docName: 'plan:plan0001',
    text,
    cause: 'deleted',
    atMs: 0,
    place: { ...place, ...more },
  })

  test('a deleted step’s words come where it stood, as a new edit that can be taken back', async () => {
    const { server, lines, doc, greets, found } = await online()
    lines()[0]?.ends()
    textWith(doc(), '板书“种').insert(0, '先问远端。')
    removeBlock(server.disk, '板书“种')
    await until(() => lines().length === 2)
    const line = greets()
    await until(() => found().length === 1)
    const { undo } = putBack(doc(), found()[0]!)
    line.takesAll()
    const text = words(server.disk)
    expect(text.indexOf('先问远端。')).toBeGreaterThan(text.indexOf('教学过程'))
    expect(text.indexOf('先问远端。')).toBeLessThan(text.indexOf('品读“议花生”'))
    undo()
    line.takesAll()
    expect(words(server.disk)).not.toContain('先问远端。')
  })

  test('a deleted row’s words come into a row of that kind, if the step has one', () => {
    const doc = testPlanDoc()
    const step = outlineOfDoc(doc).steps[1]!
    putBack(doc, entry('加一句。', { stepId: step.stepId, row: 'student' }))
    expect(outlineOfDoc(doc).steps[1]?.student).toBe('默读、圈画。\n加一句。')
  })

  test('of two titles that say the same it is the one of its step that gets the words back', () => {
    const doc = testPlanDoc()
    const title = textWith(doc, '品读“议花生”')
    title.delete(0, title.length)
    title.insert(0, '回顾课文')
    const { stepId } = outlineOfDoc(doc).steps[1]!
    putBack(doc, entry('再读', { stepId, line: '回顾课文', becomes: '回顾课文再读' }))
    expect(outlineOfDoc(doc).steps.map((step) => step.title)).toEqual(['回顾课文', '回顾课文再读'])
  })

  test('a step that moved is found again; a section by its heading; all else comes at the end', () => {
    const doc = testPlanDoc()
    putBack(doc, entry('难在远近。', { title: '难点' }))
    putBack(doc, entry('没有去处。\n两行。', { title: '没有这一节' }))
    const text = words(doc)
    expect(text).toContain('由物到人的联系。\n难在远近。\n')
    expect(text.trimEnd().endsWith('没有去处。\n两行。')).toBe(true)
  })

  test.each([
    ['bold in part', { bold: {} }],
    [
      'of which an earlier build took in what nobody can make a word of',
      { bold: { of: { toString: 1 } } },
    ],
  ])('a section is found by its heading %s', (_what, marks) => {
    const doc = testPlanDoc()
    textWith(doc, '难点').format(0, 1, marks)
    putBack(doc, entry('难在远近。', { title: '难点' }))
    expect(words(doc)).toContain('由物到人的联系。\n难在远近。\n')
  })

  test('a comment is said again in its thread, or in a new one at the same words', () => {
    const comments = new Y.Doc()
    const anchor = { start: '', end: '', quote: '父亲', prefix: '', suffix: '', stepId: null }
    const said = (id: string, text: string) => ({
      id,
      authorId: 'shiyuan1' as never,
      authorName: '石远',
      at: '2026-09-01T08:00:00.000Z',
      text,
    })
    addThread(comments, {
      threadId: 'thread01',
      kind: 'question',
      anchor,
      messages: [said('message1', '够吗')],
    })
    const today = copyOf(comments)
    addMessage(comments, 'thread01', said('message2', '学习单印 23 份'))
    const copy = {
      id: 'aside',
      docName: 'comments:plan0001' as const,
      reason: 'OutOfDate' as const,
      atMs: 0,
      state: Y.encodeStateAsUpdate(comments),
      isRead: false,
    }
    const [found, ...more] = findMissingMessages(copy, today, 'shiyuan1')
    expect(more).toEqual([])
    expect(findMissingMessages(copy, today, 'linruoxi')).toEqual([])
    const me = { userId: 'shiyuan1' as never, name: '石远' }
    const textsIn = (doc: Y.Doc) =>
      readThreads(doc).map(({ messages }) => messages.map(({ text }) => text))
    const again = (doc: Y.Doc) => sayAgain(found!, doc, commentActions(doc, me, false))
    const takeBack = again(today)
    expect(textsIn(today)).toEqual([['够吗', '学习单印 23 份']])
    takeBack?.()
    expect(textsIn(today)).toEqual([['够吗']])
    const empty = new Y.Doc()
    const takeAway = again(empty)
    expect(readThreads(empty)).toMatchObject([{ kind: 'question', anchor }])
    expect(textsIn(empty)).toEqual([['学习单印 23 份']])
    takeAway?.()
    expect(textsIn(empty)).toEqual([])
  })

  test('other words for a comment that stands take the place of its own, and give it back', () => {
    const doc = new Y.Doc()
    const actions = commentActions(doc, { userId: 'shiyuan1' as never, name: '石远' }, false)
    const anchor = { start: '', end: '', quote: '父亲', prefix: '', suffix: '', stepId: null }
    const { messageId } = actions.begin({ kind: 'question', anchor, text: '够吗' })
    const refused = {
      ...entry('学习单够吗', {}),
      id: `comments:plan0001/${messageId}`,
      docName: 'comments:plan0001' as const,
    }
    const said = () => readThreads(doc)[0]?.messages.map(({ text }) => text)
    const takeBack = sayAgain(refused, doc, actions)
    expect(said()).toEqual(['学习单够吗'])
    takeBack?.()
    expect(said()).toEqual(['够吗'])
  })

  test('a copy that equals the plan of today lacks nothing', () => {
    const doc = testPlanDoc()
    const copy = {
      id: 'aside',
      docName: 'plan:plan0001' as const,
      reason: 'OutOfDate' as const,
      atMs: 0,
      state: Y.encodeStateAsUpdate(doc),
      isRead: false,
    }
    expect(findMissingLines(copy, doc)).toEqual([])
  })
})
