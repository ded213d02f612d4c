import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { bodyOf } from '#shared/plans/testing.ts'
import { planInBrowser, textWith } from './testing.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})
const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), 5000)

const online = async () => {
  const made = planInBrowser()
  ends.push(made.kept.dispose)
  await until(() => made.lines().length === 1)
  made.greets()
  return made
}

/** Somebody else moves the step with these words to the plan's beginning, as an editor does. */
const moveElsewhere = (
  disk: Y.Doc,
  words: string,
  change: (copy: Y.XmlElement) => void = () => {},
) => {
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(disk))
  const body = bodyOf(other)
  const at = body.toArray().findIndex((child) => child.toString().includes(words))
  const copy = (body.get(at) as Y.XmlElement).clone()
  other.transact(() => {
    body.delete(at, 1)
    body.insert(0, [copy])
  })
  change(body.get(0) as Y.XmlElement)
  Y.applyUpdate(disk, Y.encodeStateAsUpdate(other))
}
const stepNow = (doc: Y.Doc) => outlineOfDoc(doc).steps.find(({ title }) => title.includes('品读'))

test('[DR34] words typed offline into a step that somebody moves stand in it where it went', async () => {
  const { server, lines, doc, greets, found } = await online()
  lines()[0]?.ends()
  textWith(doc(), '父亲为什么').insert(4, '（轻声）')
  const text = textWith(doc(), '默读、圈画')
  text.insert(text.length, '同桌互读。')
  moveElsewhere(server.disk, '父亲为什么')
  await until(() => lines().length === 2)
  const line = greets()
  await until(() => stepNow(doc())?.lead.includes('（轻声）') === true)
  expect(stepNow(doc())?.lead).toMatch(/^边读边想（轻声）：父亲为什么/)
  expect(stepNow(doc())?.student).toBe('默读、圈画。同桌互读。')
  line.takesAll()
  expect(stepNow(server.disk)).toEqual(stepNow(doc()))
  expect(found()).toEqual([])
})

test('[DR34] so do words the server had, and the mover had not seen', async () => {
  const { server, lines, doc, found } = await online()
  const before = new Y.Doc()
  Y.applyUpdate(before, Y.encodeStateAsUpdate(server.disk))
  textWith(doc(), '父亲为什么').insert(0, '先停。')
  lines()[0]?.takesAll()
  lines()[0]?.acknowledges()
  moveElsewhere(before, '父亲为什么')
  Y.applyUpdate(server.disk, Y.encodeStateAsUpdate(before))
  expect(stepNow(server.disk)?.lead).not.toContain('先停。')
  lines()[0]?.ends()
  await until(() => lines().length === 2)
  const line = lines()[1]
  line?.opens()
  line?.asks()
  line?.takesAll()
  await until(() => stepNow(doc())?.lead.startsWith('先停。边读边想') === true)
  line?.takesAll()
  expect(stepNow(server.disk)?.lead.split('先停。')).toHaveLength(2)
  expect(found()).toEqual([])
})

test('[DR34] what the moved step has no place for waits in the tray', async () => {
  const { server, lines, doc, greets, found } = await online()
  lines()[0]?.ends()
  textWith(doc(), '默读、圈画').insert(0, '先听。')
  moveElsewhere(server.disk, '父亲为什么', (copy) => {
    const at = copy.toArray().findIndex((row) => row.toString().includes('默读'))
    copy.delete(at, 1)
  })
  await until(() => lines().length === 2)
  greets()
  await until(() => found().length === 1)
  expect(found()[0]?.text).toBe('先听。')
})
