// @vitest-environment node
import { expect, test } from 'vitest'
import { showing } from './showing.ts'

const nextTurns = () => new Promise((resolve) => setTimeout(resolve, 50))

test('what waits until no tab shows a document waits for one that began to meanwhile, too', async () => {
  let hasActed = false
  const ends = [showing.begin('plan')]
  const { signal } = new AbortController()
  const acting = showing.whenNobody('plan', signal, async () => {
    hasActed = true
  })
  await nextTurns()
  ends.push(showing.begin('plan'))
  for (const end of ends) {
    await nextTurns()
    expect(hasActed).toBe(false)
    end()
  }
  await acting
  expect(hasActed).toBe(true)
})

test('it can be given up', async () => {
  const end = showing.begin('lesson')
  const ending = new AbortController()
  const acting = showing.whenNobody('lesson', ending.signal, async () => {
    throw new Error('nobody asked for it any more')
  })
  ending.abort()
  await expect(acting).rejects.toThrow('abort')
  end()
})
