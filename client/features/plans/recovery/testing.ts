import * as Y from 'yjs'
import type { PlanId, UserId } from '#shared/ids.ts'
import { bodyOf, testPlanDoc } from '#shared/plans/testing.ts'
import type { KeptDoc } from '../../../lib/sync/keepDoc.ts'
import {
  type FakeServer,
  type FakeSocket,
  fakeServer,
} from '../../../lib/sync/testing/fakeServer.ts'
import { keepPlanDocs } from './keepPlanDocs.ts'

const planServer = (): FakeServer => {
  const server = fakeServer()
  Y.applyUpdate(server.disk, Y.encodeStateAsUpdate(testPlanDoc()))
  return server
}

/** A plan in a browser, on a server in the test's hand. Only the plan's line is played. */
export const planInBrowser = (
  options: { readonly userId?: string; readonly server?: FakeServer } = {},
) => {
  const server = options.server ?? planServer()
  const userId = options.userId ?? `user-${Math.random()}`
  const sockets: FakeSocket[] = []
  /** This tab's own; the server has those of all. */
  class Line extends (server.WebSocketClass as unknown as new (url: string) => FakeSocket) {
    constructor(url: string) {
      super(url)
      sockets.push(this)
    }
  }
  const kept = keepPlanDocs('plan0001' as PlanId, {
    userId: userId as UserId,
    url: 'ws://studio/ws/docs',
    WebSocketClass: Line as unknown as typeof WebSocket,
  })
  const lines = () => sockets.filter(({ url }) => url.includes('/plan:'))
  const shown = (): KeptDoc => kept.plan.getSnapshot()
  return {
    server,
    kept,
    userId,
    shown,
    lines,
    doc: (): Y.Doc => shown().open.doc,
    found: () => kept.tray.found.getSnapshot(),
    /** The newest line opens, and both sides have everything. */
    greets: (epoch = 'e1') => {
      const line = lines().at(-1)
      if (!line) throw new Error('the plan is not being opened')
      line.opens()
      line.says(Uint8Array.of(101, epoch.length, ...new TextEncoder().encode(epoch)).buffer)
      line.asks()
      line.takesAll()
      line.acknowledges()
      return line
    },
  }
}

/** The text blocks' Y texts under a node of the plan, in reading order. */
export const textsIn = (parent: Y.XmlFragment): readonly Y.XmlText[] =>
  parent
    .toArray()
    .flatMap((child) =>
      child instanceof Y.XmlText ? [child] : child instanceof Y.XmlFragment ? textsIn(child) : [],
    )

/** The text that contains these words. */
export const textWith = (doc: Y.Doc, words: string): Y.XmlText => {
  const found = textsIn(bodyOf(doc)).find((text) => text.toString().includes(words))
  if (!found) throw new Error(`nowhere in the plan: ${words}`)
  return found
}

/** Takes away the child of the plan's body, or of `within`, that holds these words. */
export const removeBlock = (
  doc: Y.Doc,
  words: string,
  within: Y.XmlFragment = bodyOf(doc),
): void => {
  const at = within
    .toArray()
    .findIndex((child) => child instanceof Y.XmlFragment && child.toString().includes(words))
  within.delete(at, 1)
}
