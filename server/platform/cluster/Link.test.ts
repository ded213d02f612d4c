import { EventEmitter } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
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

const linkForTest = () => {
  const socket = new FakeSocket()
  const link = new Link({
    socket: socket as unknown as ConstructorParameters<typeof Link>[0]['socket'],
    ...{ peerId: 'owner', isDialler: true, log: quietLog, onClosed: () => {} },
    service: { admit: () => {}, answer: async (question) => question, told: () => {} },
  })
  return { socket, link }
}

afterEach(() => {
  vi.useRealTimers()
})

test('an answer that cannot be read breaks the link, and whoever asked hears of it', async () => {
  const { socket, link } = linkForTest()
  const asked = link.ask({ head: { what: 'read' }, bytes: [] })
  const { channel } = decodeFrame(socket.send.mock.calls[0]![0])!
  const payload = Uint8Array.of(255)
  socket.emit('message', Buffer.from(encodeFrame({ kind: 'answer', channel, payload })), true)
  await expect(asked).rejects.toThrow('the link to owner broke')
})

test.each(['ping', 'message'])(
  'a node that says something is there, whatever its answers lie behind: %s',
  (sign) => {
    vi.useFakeTimers()
    const { socket, link } = linkForTest()
    const news = Buffer.from(
      encodeFrame({ kind: 'tell', channel: 0, payload: Buffer.from('"news"') }),
    )
    for (let s = 0; s < 20; s += 1) {
      vi.advanceTimersByTime(1_000)
      socket.emit(sign, news, true)
    }
    expect(link.isOpen).toBe(true)
    vi.advanceTimersByTime(8_000)
    expect(link.isOpen).toBe(false)
  },
)
