import { afterEach, expect, test } from 'vitest'
import { rawFrame, update } from './testing/frames.ts'
import { PLAN, type Studio, startStudio, type, until, updateOf } from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

/** Large enough that a few answers are more than a reader may be owed, and there is somebody who asks. */
const beforeLargeDocument = async () => {
  studio = await startStudio()
  const writer = studio.raw(PLAN, 'wangfang')
  await writer.opened
  writer.send(update(updateOf((doc) => type(doc, 'x'.repeat(600_000)))))
  const reader = studio.raw(PLAN, 'readerone')
  await reader.opened
  return reader
}

/** Each with a state vector of its own, so that no answer serves two. */
const questions = (count: number) =>
  Array.from({ length: count }, (_, index) => rawFrame([0, 0], Uint8Array.of(1, index + 1, 1)))

test('[DR1] every question about a large document is answered', async () => {
  const reader = await beforeLargeDocument()
  for (const question of questions(12)) reader.send(question)
  const answers = () => reader.ofType(0).filter((message) => message[1] === 1)
  await until('all are answered', () => answers().length === 12)
  for (const answer of answers()) expect(answer.length).toBeGreaterThan(600_000)
  expect(reader.code).toBeNull()
})

test('[DR22] who asks on and on and does not read is cut off, for each answer is a whole document', async () => {
  const reader = await beforeLargeDocument()
  reader.socket.pause()
  for (const question of questions(100)) reader.send(question)
  await until('it is cut', () => studio.rooms.local.connections(PLAN).length === 1)
})
