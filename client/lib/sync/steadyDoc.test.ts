import { afterEach, expect, test, vi } from 'vitest'
import { fakeServer } from './testing/fakeServer.ts'
import { disposeAfterEach, open, saveOf, settled, type } from './testing/openOn.ts'

disposeAfterEach()
afterEach(() => vi.unstubAllGlobals())

/** One after the other throws at its first call: where Yjs would stop, and never begin again. */
test.each([
  'update',
  'updateV2',
  'beforeTransaction',
  'beforeObserverCalls',
  'afterTransaction',
  'afterTransactionCleanup',
  'afterAllTransactions',
] as const)(
  '[DR30] whoever throws at “%s” is alone with it: all the rest is sent, counted and shown',
  async (event) => {
    const reported = vi.fn()
    vi.stubGlobal('reportError', reported)
    const server = fakeServer()
    const doc = open(server)
    const socket = await settled(server, doc)
    const mistake = new Error('a mistake')
    let calls = 0
    doc.doc.on(event, () => {
      calls += 1
      throw mistake
    })
    const heard = vi.fn()
    doc.doc.on('update', heard)

    for (const text of '一二') {
      type(doc, text)
      expect(saveOf(doc)).toBe('saving')
      socket.takesAll()
      expect(saveOf(doc)).toBe('saving')
      socket.acknowledges()
      expect(saveOf(doc)).toBe('saved')
      expect(server.hasAllOf(doc.doc)).toBe(true)
    }
    server.disk.getText('body').insert(0, '别人写的')
    socket.asks()
    socket.takesAll()
    expect(heard.mock.calls.length).toBeGreaterThanOrEqual(2)
    expect(calls).toBeGreaterThanOrEqual(2)
    expect(reported).toHaveBeenCalledWith(mistake)
  },
)
