import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { afterEach, expect, test, vi } from 'vitest'
import { planInBrowser, removeBlock, textWith } from './testing.ts'

const ends: (() => void)[] = []
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
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
const copyOf = ({ userId }: Tab): string => `yanke/${userId}/plan:plan0001`

/** As a browser in which both tabs show the plan. */
const bothShown = (tab: Tab): void => {
  const lock = { name: copyOf(tab), mode: 'shared' }
  const locks = { query: async () => ({ held: [lock, lock], pending: [] }) }
  vi.stubGlobal('navigator', Object.create(navigator, { locks: { value: locks } }))
}

const rowsIn = async (tab: Tab): Promise<number> => {
  const db = await openDB(copyOf(tab))
  const rows = await db.count('updates')
  db.close()
  return rows
}

/** More letters than rows are kept, and the second after them, in which the copy is made one row. */
const writeMuch = async (tab: Tab): Promise<void> => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const text = textWith(tab.doc(), '板书设计')
  for (let letter = 0; letter < 510; letter += 1) text.insert(text.length, '字')
  // Whatever is asked of a storage now is behind all of that.
  await rowsIn(tab)
  vi.advanceTimersByTime(1000)
  vi.useRealTimers()
  for (let turns = 0; turns < 20; turns += 1) await rowsIn(tab)
}

const acknowledged = async (tab: Tab): Promise<void> => {
  tab.lines().at(-1)?.takesAll()
  tab.lines().at(-1)?.acknowledges()
  await until(() => tab.shown().open.save.getSnapshot() === 'saved')
}

test('[DR34] words of a closed tab, typed into what was deleted by then, outlive that its copy is made one row', async () => {
  const typist = await open()
  const beside = await open({ userId: typist.userId, server: typist.server })
  bothShown(typist)
  await beside.shown().open.lookAgain()
  for (const tab of [typist, beside]) tab.lines()[0]?.ends()
  textWith(typist.doc(), '父亲为什么').insert(4, TYPED)
  await until(() => typist.shown().open.save.getSnapshot() === 'local')
  removeBlock(typist.server.disk, '父亲为什么')
  await until(() => beside.lines().length === 2)
  beside.greets()
  await beside.shown().open.lookAgain()
  await writeMuch(beside)
  typist.kept.dispose()
  vi.unstubAllGlobals()
  await beside.shown().open.lookAgain()
  await until(() => beside.found().some(({ text }) => text === TYPED))
  await acknowledged(beside)
  await writeMuch(beside)
  expect(await rowsIn(beside)).toBeLessThan(5)
})
