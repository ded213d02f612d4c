import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { AppError } from '#shared/errors/appError.ts'
import type { DocName } from '#shared/sync/docName.ts'
import type { Elsewhere } from '../sync/Elsewhere.ts'
import { soleOwnership } from './Ownership.ts'
import { Wherever } from './Wherever.ts'

const NAME: DocName = 'plan:plan0001'
const empty = Y.encodeStateAsUpdate(new Y.Doc())
const away = new AppError('redis-away', { data: { seconds: 2 } })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** As node `here`, with a document held by whom `holder` says and an owner that does as told. */
const wherever = (holder: () => Promise<string | null>, owner: Partial<Elsewhere> = {}) =>
  new Wherever({
    nodeId: 'here',
    ownership: { ...soleOwnership(), holder },
    elsewhere: { read: async () => empty, ...owner } as Elsewhere,
  })

const edit = (on: Wherever) =>
  on.edit(NAME, () => Promise.reject(new Error('not here')), {
    edit: (doc) => void doc.getMap('m').set('k', 1),
    authorId: null,
  })

test('an edit whose answer is lost: nobody claims that it was not made', async () => {
  const asked = vi.fn(() => Promise.reject(new Error('the link broke')))
  const on = wherever(async () => 'there', { edit: asked })
  await expect(edit(on)).rejects.toMatchObject({ code: 'outcome-unknown', status: 503 })
  expect(asked).toHaveBeenCalledTimes(1)
})

test('one that answers nothing is asked as long, not as often: somebody waits', async () => {
  const silent = () => new Promise<never>((_, reject) => setTimeout(reject, 10_000))
  const on = wherever(async () => 'there', { read: silent })
  const refused = expect(edit(on)).rejects.toMatchObject({ code: 'owner-away' })
  const beganMs = Date.now()
  await vi.runAllTimersAsync()
  await refused
  expect(Date.now() - beganMs).toBeLessThan(45_000)
})

test('an owner that stays out of reach: says so, after longer than its lease lasts', async () => {
  const on = wherever(async () => 'there', { read: () => Promise.reject(new Error('no link')) })
  const refused = expect(edit(on)).rejects.toMatchObject({ code: 'owner-away', status: 503 })
  const beganMs = Date.now()
  await vi.runAllTimersAsync()
  await refused
  expect(Date.now() - beganMs).toBeGreaterThan(12_500)
})

test('what went wrong here is the answer, although nobody can tell whose the document is now', async () => {
  let isAway = false
  const on = wherever(() => (isAway ? Promise.reject(away) : Promise.resolve(null)))
  const here = () => {
    isAway = true
    return Promise.reject(new AppError('storage-full'))
  }
  await expect(on.ask(NAME, here, () => Promise.reject())).rejects.toMatchObject({
    code: 'storage-full',
  })
})

test('a document that becomes another’s meanwhile is asked for there', async () => {
  let owner: string | null = null
  const on = wherever(async () => owner)
  const here = () => {
    owner = 'there'
    return Promise.reject(new Error('lost'))
  }
  const asked = on.ask(NAME, here, async (nodeId) => `from ${nodeId}`)
  await vi.runAllTimersAsync()
  expect(await asked).toBe('from there')
})
