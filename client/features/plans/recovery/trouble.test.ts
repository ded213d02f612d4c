import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { copyOf } from '#shared/plans/testing.ts'
import { openTray } from '../../../lib/sync/openTray.ts'
import { planInBrowser, textWith } from './testing.ts'

const ends: (() => void)[] = []
afterEach(() => {
  vi.restoreAllMocks()
  for (const end of ends.splice(0)) end()
})
const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), 5000)
const browser = (options: Parameters<typeof planInBrowser>[0] = {}) => {
  const made = planInBrowser(options)
  ends.push(made.kept.dispose)
  return made
}

/** As private windows and settings do it: not by an event, at once. */
const noStorage = () =>
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
    throw new DOMException('no storage', 'SecurityError')
  })

test('[DR35] where this browser has no storage at all a refusal is followed all the same', async () => {
  noStorage()
  const { lines, greets, doc, found, shown } = browser()
  await until(() => lines().length === 1)
  greets()
  textWith(doc(), '父亲为什么').insert(4, '（轻声）')
  lines()[0]?.ends(4400)
  await until(() => lines().length === 2)
  greets()
  await until(() => shown().since !== null)
  expect(found()).toMatchObject([{ text: '（轻声）' }])
})

test('[DR35] what a page too old for the plan could not hand in is not said to be of a plan that was restored', async () => {
  noStorage()
  const { lines, greets, doc, found, shown } = browser()
  await until(() => lines().length === 1)
  greets()
  textWith(doc(), '父亲为什么').insert(4, '（轻声）')
  lines()[0]?.ends(4409)
  await until(() => lines().length === 2)
  greets()
  await until(() => shown().isPageOld)
  expect(found()).toMatchObject([{ text: '（轻声）', cause: 'PageOld' }])
})

test('[DR34] a tray that this browser refused once is opened again', async () => {
  const refused = noStorage()
  const tray = openTray(`refused-${Math.random()}`)
  ends.push(tray.close)
  const entry = {
    id: 'plan:plan0001/1.1',
    docName: 'plan:plan0001',
    text: '蓝牌换成便签',
    cause: 'deleted',
    atMs: Date.now(),
    place: { kind: 'plan' },
  } as const
  expect(await tray.put([entry])).toBe(false)
  expect(tray.found.getSnapshot()).toEqual([entry])
  refused.mockRestore()
  expect(await tray.put([entry])).toBe(true)
})

test('[DR34] [DR35] a copy set aside that cannot be read hides none of the others', async () => {
  const userId = `asides-${Math.random()}`
  const { server, lines, greets, found } = browser({ userId })
  await until(() => lines().length === 1)
  const copy = copyOf(server.disk)
  textWith(copy, '父亲为什么').insert(0, '另一个过去写的。')
  const aside = { docName: 'plan:plan0001', reason: 'OutOfDate', atMs: 1, isRead: false } as const
  const tray = openTray(userId, () => 1)
  await tray.putAside({ ...aside, id: 'a', state: Uint8Array.of(1, 2, 3) })
  await tray.putAside({ ...aside, id: 'b', state: Y.encodeStateAsUpdate(copy) })
  tray.close()
  greets()
  await until(() => found().some(({ text }) => text.includes('另一个过去写的')))
})

test('[DR34] what a copy set aside says is looked for again where there was no room for it', async () => {
  const userId = `asides-${Math.random()}`
  const first = browser({ userId })
  await until(() => first.lines().length === 1)
  const copy = copyOf(first.server.disk)
  textWith(copy, '父亲为什么').insert(0, '另一个过去写的。')
  const tray = openTray(userId, () => 1)
  await tray.putAside({
    ...{ id: 'a', docName: 'plan:plan0001', reason: 'OutOfDate', atMs: Date.now(), isRead: false },
    state: Y.encodeStateAsUpdate(copy),
  })
  tray.close()
  const { put } = IDBObjectStore.prototype
  const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...row
  ) {
    if (this.name === 'found') throw new DOMException('no room', 'QuotaExceededError')
    return put.apply(this, row)
  })
  first.greets()
  const isFound = ({ found }: typeof first) =>
    found().some(({ text }) => text.includes('另一个过去写的'))
  await until(() => isFound(first) && first.kept.tray.isAlone.getSnapshot())
  // What follows on the tray's having no room is over when it has been read.
  await first.kept.tray.refresh()
  first.kept.dispose()
  full.mockRestore()

  const later = browser({ userId, server: first.server })
  await until(() => later.lines().length === 1)
  later.greets()
  await until(() => isFound(later))
})
