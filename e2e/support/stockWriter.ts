import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { ACK_PARAM, messageTypes } from '#shared/sync/messages.ts'

/** A sync message that counts for acknowledgements: SyncStep2 or Update. */
const isUpdate = (message: Uint8Array): boolean =>
  message[0] === messageTypes.sync && (message[1] === 1 || message[1] === 2)

/**
 * A stock y-websocket client that also counts: which of its edits the server has said are safe. It
 * writes paragraphs of one word each.
 */
export const stockWriter = (parts: {
  /** `http://127.0.0.1:<port>` of the node it talks to. */
  readonly origin: string
  readonly name: string
  readonly cookie: string
  /** Before each of its words. */
  readonly mark: string
}) => {
  const doc = new Y.Doc()
  const codes: number[] = []
  const written: string[] = []
  const saved = new Set<string>()
  /** How many words had been written when each update message of this connection was sent. */
  let sent: number[] = []

  class Socket extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie: parts.cookie } })
      sent = []
    }

    override send(data: Uint8Array): void {
      if (isUpdate(data)) sent.push(written.length)
      super.send(data)
    }
  }

  const provider = new WebsocketProvider(
    `${parts.origin.replace('http', 'ws')}/ws/docs`,
    parts.name,
    doc,
    {
      WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
      params: { [ACK_PARAM]: '1' },
      disableBc: true,
    },
  )
  provider.on('connection-close', (event) => codes.push(event?.code ?? 0))
  provider.messageHandlers[messageTypes.ack] = (_encoder, decoder) => {
    const count = decoding.readVarUint(decoder)
    for (const word of written.slice(0, sent[count - 1] ?? 0)) saved.add(word)
  }
  const body = doc.getXmlFragment(PLAN_BODY)
  return {
    doc,
    provider,
    codes,
    written,
    saved,
    write: (): void => {
      const word = `${parts.mark}${written.length}`
      written.push(word)
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText(word)])
      body.insert(body.length, [paragraph])
    },
    text: (): string => body.toString(),
    /** Talks to another node from now on, as behind a proxy that has noticed. */
    moveTo: (origin: string): void => {
      provider.disconnect()
      provider.serverUrl = `${origin.replace('http', 'ws')}/ws/docs`
      provider.connect()
    },
    leave: (): void => {
      provider.destroy()
      doc.destroy()
    },
  }
}
export type StockWriter = ReturnType<typeof stockWriter>
