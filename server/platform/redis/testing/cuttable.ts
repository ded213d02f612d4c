import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a server that can be cut off and joined again, without ending the server. */
export const cuttable = async (url: string) => {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let isCut = false
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer((near) => {
    keep(near)
    if (isCut) return void near.destroy()
    const far = connect(Number(target.port), target.hostname)
    keep(far)
    near.pipe(far).pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const own = new URL(url)
  own.port = String((server.address() as AddressInfo).port)
  const cut = (): void => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: own.href,
    cut,
    /** What is open takes what it is given and says nothing any more; whoever comes anew is heard. */
    silence: (): void => {
      for (const socket of sockets) {
        socket.unpipe()
        socket.resume()
      }
    },
    join: (): void => {
      isCut = false
    },
    close: async (): Promise<void> => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
