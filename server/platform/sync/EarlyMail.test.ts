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

describe('[DR22] who says much before anybody listens', () => {
  it('is not read until somebody does', () => {
    const { socket, say } = socketForTest()
    const did: string[] = []
    socket.pause = () => did.push('paused')
    socket.resume = () => did.push('read again')
    const mail = new EarlyMail(socket)
    for (let i = 0; i < 255; i += 1) say(Uint8Array.of(3))
    expect(did).toEqual([])
    // What the system had handed over already comes all the same, and however empty it is.
    for (let i = 0; i < 2; i += 1) say(new Uint8Array())
    expect(did).toEqual(['paused', 'paused'])
    did.length = 0
    // Whoever listens may have enough of it at once.
    mail.listen({ onMessage: () => did.push('heard'), onClosed: () => {} })
    expect(did.slice(0, 2)).toEqual(['read again', 'heard'])
    expect(did).toHaveLength(258)
  })

  it('hears that they are sent away', () => {
    const { socket, say } = socketForTest()
    const did: string[] = []
    socket.resume = () => did.push('read again')
    socket.close = (code) => did.push(String(code))
    const mail = new EarlyMail(socket)
    for (let i = 0; i < 256; i += 1) say(Uint8Array.of(3))
    mail.close(1012, 'ShuttingDown')
    expect(did).toEqual(['read again', '1012'])
  })
})

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
