import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { quietLog } from '../sync/testing/quietLog.ts'
import { connectRedis } from './connectRedis.ts'

const sockets = new Set<Socket>()
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  sockets.clear()
})

const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`

/** A server that only reads for whoever came first, as one that has become a stand-by; then another takes its place. */
const standBy = async (refusal: string) => {
  let comers = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    comers += 1
    const answers: Readonly<Record<string, string>> = {
      info: bulk('redis_version:7.0.0\r\nloading:0\r\n'),
      ping: '+PONG\r\n',
      set: comers === 1 ? `-${refusal}\r\n` : '+OK\r\n',
    }
    socket.on('data', (data) => {
      for (const [, command = ''] of String(data).matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g))
        socket.write(answers[command.toLowerCase()] ?? '+OK\r\n')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `redis://127.0.0.1:${port}`, close: () => server.close() }
}

test.each([
  ["READONLY You can't write against a read only replica."],
  [
    "ERR Error running script: @user_script: 6: -READONLY You can't write against a read only replica.",
  ],
])(
  'a server that has become a stand-by is left for whoever takes its place: %s',
  async (refusal) => {
    const { url, close } = await standBy(refusal)
    const redis = await connectRedis({ url, log: quietLog, what: 'test' })
    await expect(redis.set('a', 'b')).rejects.toThrow('READONLY')
    await expect.poll(() => redis.set('a', 'b').catch(String)).toBe('OK')
    redis.disconnect()
    close()
  },
)
