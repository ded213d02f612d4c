import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { DocName } from '#shared/sync/docName.ts'
import { Projected } from './Projected.ts'
import {
  COMMENTS,
  deferred,
  openOwner,
  PLAN,
  startStudio,
  tellsText,
  threadProjection,
} from './testing/syncHarness.ts'

const MODULE = new URL('./testing/bodyProjection.ts', import.meta.url)

const project = (doc: Y.Doc): string => doc.getText('body').toString()

const owner = { projection: { module: MODULE, project, stored: async () => undefined } }

/** A text of one update, or of as many as it has letters. */
const updatesOf = (text: string, atOnce = false): Uint8Array[] => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const body = doc.getText('body')
  if (atOnce) body.insert(0, text)
  else for (const letter of text) body.insert(body.length, letter)
  return updates
}

const startProjected = () => {
  const thread = vi.fn(
    async (_name: DocName, _module: URL, updates: readonly Uint8Array[]) => updates.length,
  )
  return { projected: new Projected({ project: thread as never }), thread }
}

test('[DR24] a small document is read on the spot, a large one in the other thread', async () => {
  const { projected, thread } = startProjected()
  expect(await projected.of(PLAN, owner, updatesOf('落花生'))).toBe('落花生')
  expect(thread).not.toHaveBeenCalled()
  expect(await projected.of(PLAN, owner, updatesOf('花'.repeat(33)))).toBe(33)
  expect(await projected.of(PLAN, owner, updatesOf('花'.repeat(6000), true))).toBe(1)
  expect(thread).toHaveBeenCalledTimes(2)
})

test('[DR24] a small one of many pieces is read in the other thread: Yjs may go through all for each', async () => {
  const { projected, thread } = startProjected()
  const doc = new Y.Doc()
  for (let i = 0; i < 251; i += 1)
    for (const root of ['body', 'other']) doc.getText(root).insert(0, '花')
  const whole = Y.encodeStateAsUpdate(doc)
  expect(whole.length).toBeLessThan(16 * 1024)
  expect(await projected.of(PLAN, owner, [whole])).toBe(1)
  expect(thread).toHaveBeenCalledTimes(1)
})

test('[DR24] whoever types and asks in turn has one made at a time, and then of all there is', async () => {
  const { projected, thread } = startProjected()
  const updates = updatesOf('花'.repeat(60))
  const first = deferred<number>()
  thread.mockReturnValueOnce(first.promise)
  const ask = (count: number) => projected.of(PLAN, owner, updates.slice(0, count))
  const asked = [ask(40)]
  await vi.waitFor(() => expect(thread).toHaveBeenCalled())
  asked.push(...[50, 60, 55].map(ask))
  const other = projected.of(COMMENTS, owner, updates.slice(0, 45))
  expect(await other).toBe(45)
  expect(thread).toHaveBeenCalledTimes(2)
  first.resolve(40)
  expect(await Promise.all(asked)).toEqual([40, 55, 55, 55])
  expect(thread).toHaveBeenCalledTimes(3)
  thread.mockRejectedValueOnce(new Error('the thread ended'))
  const failing = expect(ask(56)).rejects.toThrow('the thread ended')
  await vi.waitFor(() => expect(thread).toHaveBeenCalledTimes(4))
  const behind = ask(57)
  await failing
  expect(await behind).toBe(57)
})

test('[DR24] a hall that opens one page has it made once, and anew after the next letter', async () => {
  const { projected, thread } = startProjected()
  const updates = updatesOf('花'.repeat(50))
  await Promise.all(Array.from({ length: 200 }, () => projected.of(PLAN, owner, updates)))
  expect(thread).toHaveBeenCalledTimes(1)
  const more = [...updates, ...updatesOf('生')]
  expect(await projected.of(PLAN, owner, more)).toBe(51)
  expect(thread).toHaveBeenCalledTimes(2)
})

test('[DR24] two documents of the same bytes each get what their kind makes of them', async () => {
  const { projected } = startProjected()
  const nothing = [Uint8Array.of(0, 0)]
  const comments = { projection: { ...owner.projection, project: () => '没有评论' } }
  expect(await projected.of(PLAN, owner, nothing)).toBe('')
  expect(await projected.of(COMMENTS, comments, nothing)).toBe('没有评论')
})

test('[DR24] of each document the newest is kept, and of many documents a few', async () => {
  const { projected, thread } = startProjected()
  const updates = updatesOf('花'.repeat(60))
  const ask = (name: DocName, count = 60) => projected.of(name, owner, updates.slice(0, count))
  for (let count = 40; count <= 60; count += 1) await ask(PLAN, count)
  expect(thread).toHaveBeenCalledTimes(21)
  await ask(PLAN)
  expect(thread).toHaveBeenCalledTimes(21)
  await ask(PLAN, 59)
  expect(thread).toHaveBeenCalledTimes(22)
  for (let i = 0; i < 16; i += 1) await ask(`plan:other${i}`)
  await ask(PLAN, 59)
  expect(thread).toHaveBeenCalledTimes(22 + 16 + 1)
})

test('[DR24] what could not be made is made when it is asked for again', async () => {
  const { projected, thread } = startProjected()
  const updates = updatesOf('花'.repeat(50))
  thread.mockRejectedValueOnce(new Error('the thread ended'))
  await expect(projected.of(PLAN, owner, updates)).rejects.toThrow('the thread ended')
  expect(await projected.of(PLAN, owner, updates)).toBe(50)
})

test('[DR24] a room answers with everything it has received, read where nobody types', async () => {
  const studio = await startStudio({
    owners: [openOwner(tellsText(() => undefined, threadProjection))],
  })
  try {
    await studio.rooms.transact(PLAN, (doc) => doc.getText('body').insert(0, '花'.repeat(6000)))
    expect(await studio.rooms.projected(PLAN)).toBe('in the thread')
  } finally {
    await studio.stop()
  }
})
