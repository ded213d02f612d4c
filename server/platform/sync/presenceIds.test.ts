import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { awareness, step1, update } from './testing/frames.ts'
import { PLAN, type Studio, startStudio, until } from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

const enter = async (as: string) => {
  const client = studio.raw(PLAN, as, '&ack=1')
  await client.opened
  client.send(step1())
  await until('it was answered', () => client.ofType(0).length > 1)
  return client
}

/** Everything said on this connection so far was heard. */
const heard = async (client: Awaited<ReturnType<typeof enter>>): Promise<void> => {
  const answers = client.ofType(0).length
  client.send(step1())
  await until('it was answered again', () => client.ofType(0).length > answers)
}

const wordsUnder = (clientId: number): Uint8Array => {
  const doc = new Y.Doc()
  doc.clientID = clientId
  doc.getText('body').insert(0, '写在断网的时候')
  return update(Y.encodeStateAsUpdate(doc))
}

test('[DR13] a reader who is present with a writer’s id keeps no word of the writer’s out', async () => {
  studio = await startStudio()
  const reader = await enter('reader01')
  reader.send(awareness([77, 1, { n: 1 }]))
  await heard(reader)
  const writer = await enter('wangfang')
  writer.send(awareness([77, 2, { n: 2 }]))
  writer.send(wordsUnder(77))
  await until('it is acknowledged', () => writer.ofType(100).length > 0)
  const watcher = studio.stock(PLAN, 'readertwo')
  const told = () => watcher.awareness.getStates().get(77) as { user?: { userId: string } }
  await until('it is still the reader’s', () => told()?.user?.userId === 'reader01')
  writer.send(awareness([77, 3, { n: 3 }]))
  await until('the id is the writer’s', () => told()?.user?.userId === 'wangfang')
  reader.send(awareness([77, 4, { n: 4 }]))
  await heard(reader)
  expect(told().user?.userId).toBe('wangfang')
})

test('[DR13] a reader takes no other reader’s id', async () => {
  studio = await startStudio()
  const first = await enter('reader01')
  first.send(awareness([77, 1, { n: 1 }]))
  await heard(first)
  const thief = await enter('readertwo')
  thief.send(awareness([77, 9, { n: 9 }]))
  await heard(thief)
  const watcher = studio.stock(PLAN, 'readersee')
  const told = () => watcher.awareness.getStates().get(77) as { user?: { userId: string } }
  await until('somebody is told', () => told() !== undefined)
  expect(told().user?.userId).toBe('reader01')
})

test('[DR13] whoever gives up ids by the thousand makes nobody’s forgotten', async () => {
  studio = await startStudio()
  const writer = await enter('wangfang')
  writer.send(awareness([77, 1, { n: 1 }]))
  await heard(writer)
  const thief = await enter('zhaolei1')
  writer.leave()
  for (let id = 1000; id < 2100; id += 1) {
    thief.send(awareness([id, 1, { n: 1 }]))
    thief.send(awareness([id, 2, null]))
  }
  await heard(thief)
  thief.send(awareness([77, 5, { n: 5 }]))
  await heard(thief)
  const back = await enter('wangfang')
  back.send(wordsUnder(77))
  await until('it is acknowledged', () => back.ofType(100).length > 0)
  expect(back.code).toBeNull()
})
