import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import { quietLog } from '../sync/testing/quietLog.ts'
import { Link } from './Link.ts'
import { decodeFrame, encodeFrame } from './linkFrame.ts'

/** The connection to another node, which says what the test says. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1
  readyState = 1
  readonly bufferedAmount = 0
  readonly send = vi.fn<(frame: Uint8Array) => void>()
  readonly ping = (): void => {}

  terminate(): void {
    this.readyState = 3
    this.emit('close')
  }
}

test('an answer that cannot be read breaks the link, and whoever asked hears of it', async () => {
  const socket = new FakeSocket()
  const link = new Link({
    socket: socket as unknown as ConstructorParameters<typeof Link>[0]['socket'],
    ...{ peerId: 'owner', isDialler: true, log: quietLog, onClosed: () => {} },
    service: { admit: () => {}, answer: async (question) => question, told: () => {} },
  })
  const asked = link.ask({ head: { what: 'read' }, bytes: [] })
  const { channel } = decodeFrame(socket.send.mock.calls[0]![0])!
  const payload = Uint8Array.of(255)
  socket.emit('message', Buffer.from(encodeFrame({ kind: 'answer', channel, payload })), true)
  await expect(asked).rejects.toThrow('the link to owner broke')
})
