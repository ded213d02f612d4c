import * as decoding from 'lib0/decoding'
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { ackCount, step1, update } from './testing/frames.ts'
import {
  bodyOf,
  PLAN,
  type Studio,
  startStudio,
  type,
  until,
  updateOf,
} from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

const MEGABYTES = 7.9

/** The update in a SyncStep2 or an update message. */
const blockOf = (message: Uint8Array): Uint8Array =>
  decoding.readVarUint8Array(decoding.createDecoder(message.subarray(2)))

/** A writer at work in a document that nearly is as large as one may be. */
const withLargeDocument = async () => {
  studio = await startStudio()
  const doc = new Y.Doc()
  const writer = studio.raw(PLAN, 'wangfang', '&ack=1')
  await writer.opened
  let count = 0
  const write = async (text: string): Promise<void> => {
    writer.send(update(updateOf((edited) => type(edited, text), doc)))
    count += 1
    await until('acknowledged', () => writer.received.some((m) => ackCount(m) === count))
  }
  for (let i = 0; i < 8; i += 1) await write('x'.repeat((MEGABYTES / 8) * 1_000_000))
  return { doc, write }
}

test('[DR22] a large document reaches a slow line while others type', async () => {
  const { doc, write } = await withLargeDocument()
  const reader = studio.raw(PLAN, 'readerone')
  await reader.opened
  reader.send(step1())
  // What the system takes is less than the document: the rest waits here, and letters behind it.
  reader.socket.pause()
  for (const letter of '春江潮水连海平') await write(letter)
  reader.socket.resume()
  const copy = new Y.Doc()
  let read = 0
  await until('all of it is there', () => {
    const news = reader.ofType(0)
    for (const message of news.slice(read))
      if (message[1] !== 0) Y.applyUpdate(copy, blockOf(message))
    read = news.length
    return bodyOf(copy) === bodyOf(doc)
  })
  expect(reader.code).toBeNull()
})
