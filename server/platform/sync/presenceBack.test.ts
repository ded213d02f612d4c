import { afterEach, test } from 'vitest'
import { awareness, rawFrame } from './testing/frames.ts'
import { PLAN, type Studio, startStudio, until } from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

test('[DR15] whoever flaps while a class arrives is seen by everybody when they are back', async () => {
  studio = await startStudio()
  const watcher = studio.stock(PLAN, 'readerone')
  const seen = () => (watcher.awareness.getStates().get(7) as { n?: number } | undefined)?.n
  const come = async (n: number) => {
    const client = studio.raw(PLAN, 'wangfang')
    await client.opened
    client.send(awareness([7, n, { n }]))
    return client
  }
  const first = await come(1)
  await until('seen', () => seen() === 1)
  // Each who arrives is told of everybody, with a clock of its own.
  const class_ = studio.raw(PLAN, 'zhaolei1')
  await class_.opened
  const greeted = class_.ofType(1).length
  for (let i = 0; i < 3000; i += 1) class_.send(rawFrame([3]))
  await until('all told', () => class_.ofType(1).length >= greeted + 3000)
  first.leave()
  await until('gone', () => seen() === undefined)
  await come(2)
  await until('back', () => seen() === 2)
})
