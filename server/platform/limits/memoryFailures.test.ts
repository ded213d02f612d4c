import { expect, test } from 'vitest'
import { failuresContract } from './failures.contract.ts'
import { memoryFailures } from './memoryFailures.ts'

failuresContract('memory', async () => {
  let nowMs = 0
  const failures = memoryFailures({ now: () => nowMs })
  return {
    ...{ here: failures, there: failures, close: async () => {} },
    pass: async (ms) => {
      nowMs += ms
    },
  }
})

test('made-up keys do not fill the memory, and do not push out those of another kind', async () => {
  const failures = memoryFailures({ now: () => 0 })
  const rule = { countMs: 1000, locks: null }
  const [address, login] = [failures.of('address', rule), failures.of('login', rule)]
  await address.add('k')
  for (let i = 0; i < 5001; i += 1) await login.add(`login ${i}`)
  expect((await address.read('k')).count).toBe(1)
  expect((await login.read('login 0')).count).toBe(0)
  expect((await login.read('login 1')).count).toBe(1)
})
