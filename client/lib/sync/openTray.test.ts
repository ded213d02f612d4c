import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { type FoundWords, openTray } from './openTray.ts'

const DAY_MS = 86_400_000
const SEPTEMBER = Date.UTC(2026, 8, 1)

const entry = (atMs: number): FoundWords => ({
  id: 'plan:plan0001/1.1',
  docName: 'plan:plan0001',
  text: '蓝牌换成便签',
  cause: 'deleted',
  atMs,
  place: { kind: 'plan' },
})

/** What lies in somebody's tray so many days later; null: no server has told the time. */
const readAfter = async (userId: string, days: number | null): Promise<readonly string[]> => {
  const tray = openTray(userId, () => (days === null ? null : SEPTEMBER + days * DAY_MS))
  // Whatever a tray does when it is opened is done by then.
  for (let turn = 0; turn < 5; turn += 1) await tray.refresh()
  tray.close()
  return tray.found.getSnapshot().map(({ text }) => text)
}

const putOn = async (userId: string, atMs: number): Promise<void> => {
  const tray = openTray(userId, () => SEPTEMBER)
  expect(await tray.put([entry(atMs)])).toBe(true)
  tray.close()
}

test('[DR34] words wait in the tray of their author for 30 days, over reloads, and not of another user', async () => {
  const userId = `tray-${Math.random()}`
  await putOn(userId, SEPTEMBER)
  expect(await readAfter('somebody-else', 1)).toEqual([])
  expect(await readAfter(userId, 1)).toEqual(['蓝牌换成便签'])
  expect(await readAfter(userId, 30)).toEqual(['蓝牌换成便签'])
  expect(await readAfter(userId, 32)).toEqual([])
})

test('[DR34] they wait as long where this computer’s clock was years behind when they were found', async () => {
  const userId = `clock-${Math.random()}`
  await putOn(userId, Date.UTC(2010, 0, 1))
  expect(await readAfter(userId, 0)).toEqual(['蓝牌换成便签'])
  expect(await readAfter(userId, 31)).toEqual([])
})

test('[DR34] none of them goes before a server has told the time', async () => {
  const userId = `time-${Math.random()}`
  await putOn(userId, SEPTEMBER)
  expect(await readAfter(userId, 1)).toEqual(['蓝牌换成便签'])
  expect(await readAfter(userId, null)).toEqual(['蓝牌换成便签'])
})
