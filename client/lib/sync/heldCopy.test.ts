import 'fake-indexeddb/auto'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { fakeServer } from './testing/fakeServer.ts'
import { disposeAfterEach, open, saveOf, settled, type, until } from './testing/openOn.ts'

disposeAfterEach()
afterEach(() => vi.restoreAllMocks())

/** Written and saved; then the page goes, and the next one finds no server. */
const reopened = async () => {
  const server = fakeServer()
  const offline = { offline: true, userId: `held-${Math.random()}` }
  const before = open(server, offline)
  const socket = await settled(server, before)
  type(before, '一二三')
  socket.takesAll()
  socket.acknowledges()
  expect(saveOf(before)).toBe('saved')
  return { server, socket, before, again: () => open(server, offline) }
}

describe('[DR30] a copy in the browser', () => {
  test('of which the server has everything says so, also without a line, until one writes', async () => {
    const { server, before, again } = await reopened()
    before.dispose()
    const after = again()
    await until(() => server.sockets.length === 2)
    expect(after.doc.getText('body').toString()).toBe('一二三')
    expect(saveOf(after)).toBe('saved')
    type(after, '四')
    expect(saveOf(after)).toBe('saving')
    await until(() => saveOf(after) === 'local')
  })

  test('with something in it that the server may not have is local, whoever wrote it', async () => {
    const { server, socket, before, again } = await reopened()
    socket.ends()
    type(before, '四')
    await until(() => saveOf(before) === 'local')
    before.dispose()
    const after = again()
    await until(() => server.sockets.length === 2)
    expect(saveOf(after)).toBe('local')
  })

  test('of which nobody can read what the server lacks is local', async () => {
    const { server, before, again } = await reopened()
    before.dispose()
    vi.spyOn(IDBObjectStore.prototype, 'getAllKeys').mockImplementation(() => {
      throw new Error('unreadable')
    })
    const after = again()
    await until(() => server.sockets.length === 2)
    expect(saveOf(after)).toBe('local')
  })
})

test('[DR30] while a copy is read nobody is told that this browser stores nothing', async () => {
  const { server, socket, before, again } = await reopened()
  socket.ends()
  type(before, '四')
  await until(() => saveOf(before) === 'local')
  before.dispose()
  const after = again()
  const said = new Set([saveOf(after)])
  after.save.subscribe(() => said.add(saveOf(after)))
  await until(() => server.sockets.length === 2)
  expect(after.doc.getText('body').toString()).toBe('一二三四')
  expect([...said]).toEqual(['local'])
})

test('[DR30] what is typed before a copy is read through is in this page alone, and said to be', async () => {
  const { server, before, again } = await reopened()
  before.dispose()
  const after = again()
  const said = new Promise((resolve) =>
    after.doc.once('update', () =>
      queueMicrotask(() => {
        type(after, '四')
        resolve(saveOf(after))
      }),
    ),
  )
  expect(await said).toBe('unsaved')
  await until(() => server.sockets.length === 2)
  await until(() => saveOf(after) === 'local')
})

test('[DR30] what was typed is kept when it is stored here or saved there, and not before', async () => {
  const { socket, before } = await reopened()
  expect(before.isKept()).toBe(true)
  type(before, '四')
  expect(before.isKept()).toBe(false)
  socket.takesAll()
  socket.acknowledges()
  expect(before.isKept()).toBe(true)
  socket.ends()
  type(before, '五')
  expect(before.isKept()).toBe(false)
  await until(() => before.isKept())
  expect(saveOf(before)).toBe('local')
})
