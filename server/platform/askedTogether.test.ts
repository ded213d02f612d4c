import { expect, test } from 'vitest'
import { askedTogether } from './askedTogether.ts'

/** Questions that the test answers. */
const asking = () => {
  const open: { readonly key: string; answer(value: number): void; fail(): void }[] = []
  const ask = askedTogether(
    (key: string) =>
      new Promise<number>((resolve, reject) => {
        open.push({ key, answer: resolve, fail: () => reject(new Error('away')) })
      }),
  )
  return { open, ask }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('who asks while a question is on its way shares the next one, and gets no answer of before', async () => {
  const { open, ask } = asking()
  const first = ask('a')
  await turn()
  const [second, third, other] = [ask('a'), ask('a'), ask('b')]
  await turn()
  expect(open.map(({ key }) => key)).toEqual(['a', 'b'])
  open[0]?.answer(1)
  await turn()
  expect(open.map(({ key }) => key)).toEqual(['a', 'b', 'a'])
  open[2]?.answer(2)
  open[1]?.answer(3)
  expect(await Promise.all([first, second, third, other])).toEqual([1, 2, 2, 3])
})

test('a question that fails fails those who asked it, and the next is asked', async () => {
  const { open, ask } = asking()
  const failed = expect(ask('a')).rejects.toThrow('away')
  await turn()
  const later = ask('a')
  open[0]?.fail()
  await failed
  await turn()
  open[1]?.answer(4)
  expect(await later).toBe(4)
  const last = ask('a')
  await turn()
  open[2]?.answer(5)
  expect(await last).toBe(5)
})
