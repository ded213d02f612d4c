import { expect, test } from 'vitest'
import { Life } from './Life.ts'
import { deferred } from './testing/syncHarness.ts'

/** A room that is left, and whose last write is down when the test says so. */
const leftRoom = () => {
  const is = { empty: true, settled: true, ended: 0 }
  const writes: ReturnType<typeof deferred<void>>[] = []
  const life = new Life<string>({
    name: 'plan:plan0001',
    isEmpty: () => is.empty,
    ready: async () => 'the document',
    settle: () => {
      const write = deferred<void>()
      writes.push(write)
      return write.promise
    },
    isSettled: () => is.settled,
    onEnd: () => {
      is.ended += 1
    },
  })
  return { is, life, writes }
}

test('[DR2] a room ends when the last write is down, once, and nobody can hold it then', async () => {
  const { is, life, writes } = leftRoom()
  const ending = life.settle()
  expect(life.settle()).toBe(ending)
  expect(is.ended).toBe(0)
  writes[0]?.resolve()
  await ending
  await life.ended()
  expect(is.ended).toBe(1)
  await expect(life.hold(async () => 'too late')).rejects.toThrow('has let it go')
})

test('[DR2] whoever comes while the last write goes down is in the same room', async () => {
  const { is, life, writes } = leftRoom()
  const ending = life.settle()
  is.empty = false
  writes[0]?.resolve()
  await ending
  expect(is.ended).toBe(0)
  await expect(life.hold(async (needed) => needed)).resolves.toBe('the document')
})

test('[DR2] what came while it was settled is settled as well', async () => {
  const { is, life, writes } = leftRoom()
  is.settled = false
  const ending = life.settle()
  writes[0]?.resolve()
  await expect.poll(() => writes.length).toBe(2)
  is.settled = true
  writes[1]?.resolve()
  await ending
  expect([is.ended, writes.length]).toEqual([1, 2])
})

test('[DR2] it stays as long as the server needs it, also when that fails', async () => {
  const { is, life, writes } = leftRoom()
  const need = deferred()
  const held = life.hold(() => need.promise)
  await life.settle()
  expect([is.ended, writes.length]).toEqual([0, 0])
  need.reject(new Error('it does not fit'))
  await expect(held).rejects.toThrow('it does not fit')
  await expect.poll(() => writes.length).toBe(1)
  writes[0]?.resolve()
  await life.ended()
  expect(is.ended).toBe(1)
})
