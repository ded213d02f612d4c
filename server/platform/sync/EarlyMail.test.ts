import { describe, expect, it } from 'vitest'
import { EarlyMail } from './EarlyMail.ts'
import type { RoomSocket } from './RoomSocket.ts'

/** A socket whose end is told in the moment it is closed. */
const socketForTest = () => {
  let listener: Parameters<RoomSocket['listen']>[0] | null = null
  const socket: RoomSocket = {
    ...{ isOpen: true, unsentBytes: 0, send: () => {}, pause: () => {}, resume: () => {} },
    listen: (heard) => {
      listener = heard
    },
    close: () => socket.cut(),
    cut: () => {
      Object.assign(socket, { isOpen: false })
      listener?.onClosed()
    },
  }
  return { socket, say: (message: Uint8Array) => listener?.onMessage(message) }
}

describe('[DR6] mail before anybody listens', () => {
  it('is heard in order, also when the sender has left', () => {
    const { socket, say } = socketForTest()
    const mail = new EarlyMail(socket)
    say(Uint8Array.of(1))
    say(Uint8Array.of(2))
    socket.cut()
    const heard: unknown[] = []
    mail.listen({ onMessage: ([n]) => heard.push(n), onClosed: () => heard.push('closed') })
    expect(heard).toEqual([1, 2, 'closed'])
  })

  it('tells its end once, when what was said early ends it', () => {
    const { socket, say } = socketForTest()
    const mail = new EarlyMail(socket)
    say(Uint8Array.of(1))
    const heard: string[] = []
    mail.listen({ onMessage: () => mail.cut(), onClosed: () => heard.push('closed') })
    expect(heard).toEqual(['closed'])
  })
})
