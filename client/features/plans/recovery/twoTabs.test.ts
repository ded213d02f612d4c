import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { bodyOf } from '#shared/plans/testing.ts'
import { moveStepIn } from '../editor/stepEditing.ts'
import { planInBrowser, removeBlock, textWith } from './testing.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})
const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), 5000)

type Tab = ReturnType<typeof planInBrowser>

const open = async (options: Parameters<typeof planInBrowser>[0] = {}): Promise<Tab> => {
  const tab = planInBrowser(options)
  ends.push(tab.kept.dispose)
  await until(() => tab.lines().length === 1)
  tab.greets()
  return tab
}

const TYPED = '（轻声）'
const says = (tab: Tab): boolean => bodyOf(tab.doc()).toString().includes(TYPED)
const finds = (tab: Tab): boolean => tab.found().some(({ text }) => text === TYPED)

/** As a browser in which both tabs show the plan. */
const bothShown = ({ userId }: Tab): void => {
  const lock = { name: `yanke/${userId}/plan:plan0001`, mode: 'shared' }
  const locks = { query: async () => ({ held: [lock, lock], pending: [] }) }
  vi.stubGlobal('navigator', Object.create(navigator, { locks: { value: locks } }))
  ends.push(() => void vi.unstubAllGlobals())
}

/** Both without a line; in one of them words were typed that the other has not read out of the storage. */
const twoOffline = async (knowOfEachOther: boolean) => {
  const typist = await open()
  const beside = await open({ userId: typist.userId, server: typist.server })
  if (knowOfEachOther) bothShown(typist)
  // What it looks for when it has just connected it has looked for now.
  await beside.shown().open.lookAgain()
  for (const tab of [typist, beside]) tab.lines()[0]?.ends()
  textWith(typist.doc(), '父亲为什么').insert(4, TYPED)
  await until(() => typist.shown().open.save.getSnapshot() === 'local')
  return { typist, beside, disk: typist.server.disk }
}

const isBack = (tab: Tab): Promise<void> => until(() => tab.lines().length === 2)

test('[DR34] words of a closed tab are found by the one beside it, whose line is back after a deletion', async () => {
  const { typist, beside, disk } = await twoOffline(false)
  typist.kept.dispose()
  removeBlock(disk, '父亲为什么')
  await isBack(beside)
  await until(() => says(beside))
  beside.greets()
  expect(says(beside)).toBe(false)
  await until(() => finds(beside))
})

test('[DR34] words are found that a deletion takes away of which another tab heard first', async () => {
  const { typist, beside, disk } = await twoOffline(true)
  removeBlock(disk, '父亲为什么')
  await isBack(beside)
  beside.greets()
  await typist.shown().open.lookAgain()
  expect(says(typist)).toBe(false)
  await until(() => finds(typist))
})

test('[DR34] words are found that a deletion takes away, though another tab has brought them to the server meanwhile', async () => {
  const { typist, beside, disk } = await twoOffline(true)
  removeBlock(disk, '父亲为什么')
  await isBack(beside)
  beside.greets()
  // Into a step that is gone there: nobody has seen them.
  await until(() => {
    beside.lines().at(-1)?.takesAll()
    return disk.store.clients.has(typist.doc().clientID)
  })
  await isBack(typist)
  typist.greets()
  expect(says(typist)).toBe(false)
  await until(() => finds(typist))
})

/** Without a line words were typed into a step that is gone by then in the tab beside it; that tab is closed. */
const closedTooLate = async () => {
  const tabs = await twoOffline(true)
  removeBlock(tabs.disk, '父亲为什么')
  await isBack(tabs.beside)
  tabs.beside.greets()
  await tabs.beside.shown().open.lookAgain()
  tabs.typist.kept.dispose()
  vi.unstubAllGlobals()
  return tabs
}

test('[DR34] words of a closed tab are found by the one beside it, which knew of the deletion before it read them', async () => {
  const { beside } = await closedTooLate()
  expect(finds(beside)).toBe(false)
  await beside.shown().open.lookAgain()
  await until(() => finds(beside))
  expect(beside.found()).toMatchObject([{ cause: 'deleted', place: { title: '品读“议花生”' } }])
})

test('[DR34] they are found by whichever page opens the plan next, and once', async () => {
  const { beside } = await closedTooLate()
  beside.kept.dispose()
  const later = await open({ userId: beside.userId, server: beside.server })
  await until(() => finds(later))
  await until(() => later.shown().open.save.getSnapshot() === 'saved')
  await later.kept.tray.remove(later.found()[0]?.id ?? '')
  await later.shown().open.lookAgain()
  later.kept.dispose()
  const last = await open({ userId: beside.userId, server: beside.server })
  await last.shown().open.lookAgain()
  await last.kept.tray.refresh()
  expect(last.found()).toEqual([])
})

test('[DR34] found and put back in one page they are not found again by the next', async () => {
  const { beside } = await closedTooLate()
  // What it has read the server has, too.
  beside.lines().at(-1)?.takesAll()
  beside.lines().at(-1)?.acknowledges()
  await until(() => beside.shown().open.save.getSnapshot() === 'saved')
  await beside.shown().open.lookAgain()
  await until(() => finds(beside))
  await beside.kept.tray.remove(beside.found()[0]?.id ?? '')
  beside.kept.dispose()
  const later = await open({ userId: beside.userId, server: beside.server })
  await later.shown().open.lookAgain()
  await later.kept.tray.refresh()
  expect(later.found()).toEqual([])
})

test('[DR34] what a closed tab has typed and taken back itself is not found', async () => {
  const typist = await open()
  typist.lines()[0]?.ends()
  const text = textWith(typist.doc(), '父亲为什么')
  text.insert(4, TYPED)
  text.delete(4, TYPED.length)
  await until(() => typist.shown().open.save.getSnapshot() === 'local')
  typist.kept.dispose()
  const later = await open({ userId: typist.userId, server: typist.server })
  await later.shown().open.lookAgain()
  await later.kept.tray.refresh()
  expect(later.found()).toEqual([])
})

test('[DR34] words go once into a step that was moved, of which another tab heard first', async () => {
  const { typist, beside, disk } = await twoOffline(true)
  const ids = bodyOf(disk)
    .toArray()
    .flatMap((child) => ('getAttribute' in child ? (child.getAttribute('stepId') ?? []) : []))
  moveStepIn(disk, String(ids.at(-1)), { stepId: String(ids[0]), side: 'before' })
  await isBack(beside)
  beside.greets()
  await typist.shown().open.lookAgain()
  expect(bodyOf(typist.doc()).toString().split(TYPED)).toHaveLength(2)
  await isBack(typist)
  typist.greets()
  expect(bodyOf(disk).toString().split(TYPED)).toHaveLength(2)
  expect(finds(typist)).toBe(false)
})
