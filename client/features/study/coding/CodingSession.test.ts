import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError } from '#client/lib/api/apiError.ts'
import type { Pass } from '#shared/study/model.ts'
import { CodingSession } from './CodingSession.ts'
import { SAVE_EVERY_MS } from './passSaver.ts'

const range = { startMs: 0, endMs: 100_000 }
const pass = (over: Partial<Pass> = {}) =>
  ({ points: [{ atMs: 0, code: 'T' }], coveredMs: 20_000, finished: false, ...over }) as Pass

let sent: { coveredMs: number; finished: boolean }[]
let turns: number
let fails: boolean

const sessionOf = () =>
  new CodingSession({
    range,
    deltaMs: 10_000,
    draftKey: 'r.u',
    save: async ({ coveredMs }, finished) => {
      if (fails) throw new ApiError('offline')
      sent.push({ coveredMs, finished })
    },
    onTurn: async () => void turns++,
  })

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  sent = []
  turns = 0
  fails = false
})
afterEach(() => vi.useRealTimers())

test('the first key starts the pass, and what may be seen is asked anew once', async () => {
  const session = sessionOf()
  session.load(null)
  session.press(500, 'T')
  session.played(500, 1_000)
  await vi.advanceTimersByTimeAsync(SAVE_EVERY_MS)
  session.press(2_000, 'S')
  await vi.advanceTimersByTimeAsync(SAVE_EVERY_MS)
  expect(sent).toEqual([
    { coveredMs: 1_000, finished: false },
    { coveredMs: 2_000, finished: false },
  ])
  expect(turns).toBe(1)
})

test('before the server has answered no key counts', () => {
  const session = sessionOf()
  session.press(500, 'T')
  expect(session.getSnapshot().coding.points).toEqual([])
})

test('an echo from the server does not take back what was coded since', () => {
  const session = sessionOf()
  session.load(pass())
  session.press(25_000, 'S')
  session.load(pass())
  expect(session.getSnapshot().coding.coveredMs).toBe(25_000)
})

test('undo goes back one act at a time', () => {
  const session = sessionOf()
  session.load(pass())
  session.press(20_000, 'S')
  session.toggle({ startMs: 0, endMs: 10_000 })
  session.undo()
  session.undo()
  expect(session.getSnapshot()).toMatchObject({
    coding: { points: [{ atMs: 0, code: 'T' }], coveredMs: 20_000 },
    canUndo: false,
  })
})

test('what could not be saved is said so, kept here, and found again after a reload', async () => {
  fails = true
  const first = sessionOf()
  first.load(pass())
  first.press(30_000, 'S')
  await vi.advanceTimersByTimeAsync(SAVE_EVERY_MS)
  expect(first.getSnapshot().saveState).toBe('unsaved')
  expect(first.getSnapshot().problem).not.toBeNull()
  fails = false
  const second = sessionOf()
  second.load(pass())
  expect(second.getSnapshot().coding.coveredMs).toBe(30_000)
  await vi.advanceTimersByTimeAsync(SAVE_EVERY_MS)
  expect(sent).toEqual([{ coveredMs: 30_000, finished: false }])
})

test('handed in, it changes no more until it is reopened', async () => {
  const session = sessionOf()
  session.load(pass())
  expect(await session.turn(true)).toBe(true)
  session.press(30_000, 'S')
  expect(session.getSnapshot()).toMatchObject({ finished: true, coding: { coveredMs: 20_000 } })
  await session.turn(false)
  session.press(30_000, 'S')
  expect(session.getSnapshot().coding.coveredMs).toBe(30_000)
  expect(sent.map(({ finished }) => finished)).toEqual([true, false])
})

test('a refused hand-in stays open and says why', async () => {
  const session = sessionOf()
  session.load(pass())
  fails = true
  expect(await session.turn(true)).toBe(false)
  expect(session.getSnapshot()).toMatchObject({ finished: false, saveState: 'unsaved' })
})

test('handed in on another computer, this one follows', () => {
  const session = sessionOf()
  session.load(pass())
  session.load(pass({ finished: true, coveredMs: 100_000 }))
  expect(session.getSnapshot()).toMatchObject({ finished: true, coding: { coveredMs: 100_000 } })
})
