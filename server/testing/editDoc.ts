import { once } from 'node:events'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { DocName } from '#shared/sync/docName.ts'
import type { TestApp } from './testApp.ts'

/** One edit of a document by a browser of this person's, as the stock provider sends it. */
export const editDoc = async (
  app: Pick<TestApp, 'origin'>,
  cookie: string,
  name: DocName,
  edit: (doc: Y.Doc) => void,
): Promise<void> => {
  class WithCookie extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie } })
    }
  }
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(`${app.origin.replace('http', 'ws')}/ws/docs`, name, doc, {
    WebSocketPolyfill: WithCookie as never,
    disableBc: true,
  })
  await new Promise<void>((resolve) => provider.once('sync', () => resolve()))
  doc.transact(() => edit(doc))
  const socket = provider.ws as unknown as WebSocket
  provider.disconnect()
  if (socket.readyState !== WebSocket.CLOSED) await once(socket, 'close')
  provider.destroy()
  doc.destroy()
}
