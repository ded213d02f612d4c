import type { Page } from '@playwright/test'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import type { Studio } from './startStudio.ts'

/**
 * The plan's words as a fresh stock client gets them from the server, with this person's cookie:
 * what the disk has, whatever any page shows.
 */
export const serverText = async (reader: Page, studio: Studio, planId: string): Promise<string> => {
  const cookies = await reader.context().cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  class WithCookie extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie } })
    }
  }
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(
    `${studio.url.replace('http', 'ws')}/ws/docs`,
    `plan:${planId}`,
    doc,
    { WebSocketPolyfill: WithCookie as never, disableBc: true },
  )
  await new Promise<void>((resolve) =>
    provider.on('sync', (isSynced: boolean) => isSynced && resolve()),
  )
  const { text } = outlineOfDoc(doc)
  provider.destroy()
  doc.destroy()
  return text
}
