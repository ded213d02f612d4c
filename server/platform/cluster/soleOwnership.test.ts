import { expect, test, vi } from 'vitest'
import type { DocName } from '#shared/sync/docName.ts'
import { soleOwnership } from './Ownership.ts'

const NAME: DocName = 'plan:plan0001'
const OTHER: DocName = 'plan:plan0002'

/** A database that counts, and can be away. */
const database = () => {
  const fences = new Map<DocName, number>()
  const state = { isAway: false }
  const raise = vi.fn(async (name: DocName) => {
    await Promise.resolve()
    if (state.isAway) throw new Error('no database')
    const next = (fences.get(name) ?? 0) + 1
    fences.set(name, next)
    return next
  })
  return { raise, state }
}

test('alone it owns everything, under no number, and nobody else ever does', async () => {
  const ownership = soleOwnership()
  expect(await ownership.claim(NAME)).toEqual({ kind: 'mine', fence: 0 })
  expect(await ownership.holder(NAME)).toBeNull()
})

test('the number is raised once for each time a document is claimed, however many ask at once', async () => {
  const { raise } = database()
  const ownership = soleOwnership(raise)
  const claims = await Promise.all([1, 2, 3].map(() => ownership.claim(NAME)))
  expect(claims).toEqual([1, 2, 3].map(() => ({ kind: 'mine', fence: 1 })))
  expect(await ownership.claim(OTHER)).toEqual({ kind: 'mine', fence: 1 })
  expect(raise).toHaveBeenCalledTimes(2)
})

test('a claim behind a release is under a new number', async () => {
  const ownership = soleOwnership(database().raise)
  await ownership.claim(NAME)
  const released = ownership.release(NAME)
  expect(await ownership.claim(NAME)).toEqual({ kind: 'mine', fence: 2 })
  await released
})

test('a number that could not be raised is asked for again, by everybody who waited for it', async () => {
  const { raise, state } = database()
  const ownership = soleOwnership(raise)
  state.isAway = true
  const both = await Promise.allSettled([ownership.claim(NAME), ownership.claim(NAME)])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(raise).toHaveBeenCalledTimes(1)
  state.isAway = false
  expect(await ownership.claim(NAME)).toEqual({ kind: 'mine', fence: 1 })
})

test('of two that were started by mistake each takes the document from the other, under another number', async () => {
  const { raise } = database()
  const [one, another] = [soleOwnership(raise), soleOwnership(raise)]
  expect(await one.claim(NAME)).toMatchObject({ fence: 1 })
  expect(await another.claim(NAME)).toMatchObject({ fence: 2 })
  // It still believes in its old number, which the database refuses.
  expect(await one.claim(NAME)).toMatchObject({ fence: 1 })
  await one.release(NAME)
  expect(await one.claim(NAME)).toMatchObject({ fence: 3 })
})

test('[DR25] what nobody ever owned is not claimed again; whoever claims it meanwhile has one number', async () => {
  const { raise } = database()
  const isKnown = () => raise.mock.calls.length > 0
  const ownership = soleOwnership(raise, async (name) => (isKnown() ? raise(name) : null))
  expect(await ownership.claimAgain(NAME)).toBeNull()
  const both = Promise.all([ownership.claimAgain(NAME), ownership.claim(NAME)])
  expect(await both).toEqual([null, { kind: 'mine', fence: 1 }])
  expect(await ownership.claimAgain(NAME)).toEqual({ kind: 'mine', fence: 1 })
  await ownership.release(NAME)
  expect(await ownership.claimAgain(NAME)).toEqual({ kind: 'mine', fence: 2 })
})
