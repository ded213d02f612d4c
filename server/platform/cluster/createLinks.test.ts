import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { expect, test } from 'vitest'
import { quietLog } from '../sync/testing/quietLog.ts'
import { createLinks } from './createLinks.ts'
import { encodeFrame, jsonBytes } from './linkFrame.ts'
import { ANSWER_HEADER, createLinkJudge, PROOF_HEADER } from './linkProof.ts'

const SECRET = 's'.repeat(32)
/** RFC 6455 §1.3. */
const WEBSOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** A node that speaks in the very moment in which it takes the link: both come in one piece. */
const hastyNode = async (news: string) => {
  const judge = createLinkJudge(SECRET, 'hasty', Date.now)
  const sockets = new Set<Socket>()
  const server = createServer()
  server.on('upgrade', ({ headers }, socket: Socket) => {
    sockets.add(socket)
    const judged = judge(headers[PROOF_HEADER])
    if ('refused' in judged) return void socket.destroy()
    const accept = createHash('sha1')
      .update(`${headers['sec-websocket-key']}${WEBSOCKET_GUID}`)
      .digest('base64')
    const frame = encodeFrame({ kind: 'tell', channel: 0, payload: jsonBytes(news) })
    const lines = [
      'HTTP/1.1 101 Switching Protocols',
      ...['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`],
      ...[`${ANSWER_HEADER}: ${judged.answer}`, '', ''],
    ]
    socket.write(
      Buffer.concat([Buffer.from(lines.join('\r\n')), Buffer.of(0x82, frame.length), frame]),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

test('what a node says as soon as it has taken the link is heard', async () => {
  const hasty = await hastyNode('a right has ended')
  const told: string[] = []
  const links = createLinks({
    ...{ nodeId: 'here', secret: SECRET, log: quietLog, now: Date.now },
    service: {
      admit: () => {},
      answer: async (question) => question,
      told: (news) => told.push(news),
    },
    nodes: {
      addressOf: () => hasty.address,
      others: () => [],
      refresh: async () => {},
      close: async () => {},
    },
  })
  await links.to('hasty')
  await expect.poll(() => told).toEqual(['a right has ended'])
  hasty.close()
  await links.close()
})
