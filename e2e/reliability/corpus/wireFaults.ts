import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** What stands in a WebSocket frame's first two bytes, and behind them. */
type Fault = readonly [what: string, bytes: Uint8Array, isCut?: 'cut']

const MASK = [1, 2, 3, 4] as const
const masked = (payload: readonly number[]): number[] => [
  ...MASK,
  ...payload.map((byte, index) => byte ^ (MASK[index % 4] ?? 0)),
]
const frame = (head: number, payload: readonly number[]): Uint8Array =>
  Uint8Array.of(head, 0x80 | payload.length, ...masked(payload))

/** Against RFC 6455 itself: none of these may reach a document, or end the process. */
export const wireFaults: readonly Fault[] = [
  ['RSV1', frame(0xc2, [0, 0])],
  ['RSV2', frame(0xa2, [0, 0])],
  ['RSV3', frame(0x92, [0, 0])],
  ['all RSV bits', frame(0xf2, [0, 0])],
  ...[3, 4, 5, 6, 7, 0xb, 0xc, 0xd, 0xe, 0xf].map(
    (opcode): Fault => [`opcode ${opcode}`, frame(0x80 | opcode, [0])],
  ),
  ['not masked', Uint8Array.of(0x82, 2, 0, 0)],
  ['a continuation of nothing', frame(0x80, [0, 0])],
  ['a second beginning within a message', Uint8Array.of(...frame(0x02, [0]), ...frame(0x82, [0]))],
  ['a ping in pieces', frame(0x09, [0])],
  ['a ping of 126 bytes', Uint8Array.of(0x89, 0xfe, 0, 126, ...masked(Array(126).fill(0)))],
  ['a length of 2⁶³', Uint8Array.of(0x82, 0xff, ...Array(8).fill(0xff), ...MASK)],
  ['a length of 2 MiB', Uint8Array.of(0x82, 0xff, 0, 0, 0, 0, 0, 0x20, 0, 0, ...MASK)],
  ['text that is not UTF-8', frame(0x81, [0xc3, 0x28])],
  ['a close of one byte', frame(0x88, [3])],
  ['a close with code 999', frame(0x88, [0x03, 0xe7])],
  ['a close with code 1005', frame(0x88, [0x03, 0xed])],
  ['half a head, then gone', Uint8Array.of(0x82), 'cut'],
  ['half a payload, then gone', Uint8Array.of(0x82, 0x85, ...MASK, 0), 'cut'],
  ['HTTP after the upgrade', new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n')],
]

const upgraded = (url: URL, cookie: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname)
    socket.on('error', () => undefined)
    socket.once('close', () => reject(new Error('closed before the upgrade')))
    socket.once('data', () => resolve(socket))
    socket.write(
      [
        `GET ${url.pathname}${url.search} HTTP/1.1`,
        `Host: ${url.host}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        `Cookie: ${cookie}`,
        '\r\n',
      ].join('\r\n'),
    )
  })

/** Says it on a socket that has been upgraded; resolves when the connection has ended. */
export const commitFault = async (
  url: URL,
  cookie: string,
  [, bytes, isCut]: Fault,
): Promise<void> => {
  const socket = await upgraded(url, cookie)
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  // What the server says must be read, or its end is never seen.
  socket.resume()
  socket.write(bytes)
  if (isCut) socket.resetAndDestroy()
  await ended
}
