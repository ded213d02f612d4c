import type { Page } from '@playwright/test'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import type { Studio } from './startStudio.ts'

/**
 * A forged client: the stock provider with this reader's own cookie writes straight into the plan's
 * body, past our editor. Answers the code the server closes it with.
 */
export const forgePlanEdit = async (
  reader: Page,
  forged: { readonly studio: Studio; readonly planId: string; readonly words: string },
): Promise<number> => {
  const cookies = await reader.context().cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  class WithCookie extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie } })
    }
  }
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(
    `${forged.studio.url.replace('http', 'ws')}/ws/docs`,
    `plan:${forged.planId}`,
    doc,
    {
      WebSocketPolyfill: WithCookie as never,
      disableBc: true,
    },
  )
  await new Promise<void>((resolve) =>
    provider.on('sync', (isSynced: boolean) => isSynced && resolve()),
  )
  const closed = new Promise<number>((resolve) =>
    provider.on('connection-close', (event) => resolve(event?.code ?? 0)),
  )
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(forged.words)])
  doc.getXmlFragment(PLAN_BODY).insert(0, [paragraph])
  const code = await closed
  provider.destroy()
  return code
}
