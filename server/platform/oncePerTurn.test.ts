import { expect, test } from 'vitest'
import { oncePerTurn } from './oncePerTurn.ts'

test('whoever asks for the same thing in one turn shares one lookup', async () => {
  const looked: string[] = []
  const look = oncePerTurn(async (key: string) => {
    looked.push(key)
    return key.toUpperCase()
  })
  expect(await Promise.all([look('a'), look('b'), look('a')])).toEqual(['A', 'B', 'A'])
  expect(looked).toEqual(['a', 'b'])
})

test('nobody gets an answer that was looked up before they asked', async () => {
  let value = 'before'
  let finish = (): void => {}
  const slow = new Promise<void>((resolve) => {
    finish = resolve
  })
  const look = oncePerTurn(async (_key: string) => {
    const found = value
    await slow
    return found
  })
  const early = look('a')
  // The early lookup has begun and waits for its database.
  await new Promise((resolve) => setImmediate(resolve))
  value = 'after'
  const late = look('a')
  await new Promise((resolve) => setImmediate(resolve))
  finish()
  expect(await Promise.all([early, late])).toEqual(['before', 'after'])
})

test('a lookup that fails fails for those who shared it, and is made again for the next', async () => {
  let isDown = true
  const look = oncePerTurn(async (key: string) => {
    if (isDown) throw new Error('down')
    return key
  })
  const both = [look('a'), look('a')]
  for (const one of both) await expect(one).rejects.toThrow('down')
  isDown = false
  expect(await look('a')).toBe('a')
})
