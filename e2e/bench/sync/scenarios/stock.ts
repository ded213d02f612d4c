import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import type { Endpoint } from '../lib/Conn.ts'
import { tag } from '../lib/random.ts'
import { scenario } from '../lib/scenario.ts'
import { rounded } from '../lib/stats.ts'
import type { Target } from '../lib/Target.ts'
import { sleep, until } from '../lib/time.ts'

/** An unchanged provider as a browser has it; the headers travel as a browser's cookies would. */
const provide = ({ url, headers }: Endpoint) => {
  const { protocol, host, pathname } = new URL(url)
  const cut = pathname.lastIndexOf('/')
  class WithHeaders extends WebSocket {
    constructor(to: string, protocols: string[]) {
      super(to, protocols, { headers })
    }
  }
  const doc = new Y.Doc()
  const server = `${protocol}//${host}${pathname.slice(0, cut)}`
  const provider = new WebsocketProvider(server, pathname.slice(cut + 1), doc, {
    WebSocketPolyfill: WithHeaders as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  const body = doc.getXmlFragment(PLAN_BODY)
  const place = (): { element: Y.XmlElement; text: Y.XmlText } | null => {
    const element = body
      .toArray()
      .find((node) => node instanceof Y.XmlElement && node.getAttribute('bench') === '1')
    const text = element instanceof Y.XmlElement ? element.get(0) : null
    return element instanceof Y.XmlElement && text instanceof Y.XmlText ? { element, text } : null
  }
  return {
    ...{ doc, provider, body, place },
    words: () => body.toString(),
    end: () => {
      provider.destroy()
      doc.destroy()
    },
  }
}
type Client = ReturnType<typeof provide>

const areSame = (...clients: readonly Client[]): boolean =>
  new Set(clients.map((client) => client.words())).size === 1

/** A paragraph both write in: the text at its ends, attributes of the same element. */
const writeTogether = async (a: Client, b: Client, edits: number): Promise<void> => {
  const [mine, theirs] = [a.place(), b.place()]
  if (!mine || !theirs) return
  for (let i = 0; i < edits; i += 1) {
    mine.text.insert(0, 'a')
    theirs.text.insert(theirs.text.length, 'b')
    mine.element.setAttribute('k', String(i))
    theirs.element.setAttribute('l', String(i))
    if (i % 10 !== 9) continue
    mine.text.delete(0, 1)
    await sleep(1)
  }
}

/** What the providers could not understand is said on the console. */
const countingComplaints = async (work: () => Promise<void>): Promise<string[]> => {
  const complaints: string[] = []
  const { error } = console
  console.error = (...words: unknown[]) => complaints.push(words.map(String).join(' '))
  try {
    await work()
  } finally {
    console.error = error
  }
  return complaints
}

type Checks = Record<string, boolean>

/** Two at once, one away for a while, a third who comes late. */
const together = async (
  target: Target,
  { name, edits, wait }: { name: string; edits: number; wait: Wait },
  checks: Checks,
): Promise<readonly [Client, Client, Client]> => {
  const connect = () => provide(target.endpoint(name, { isStock: true }))
  const [a, b] = [connect(), connect()]
  checks.bothSynced = await wait(() => a.provider.synced && b.provider.synced)
  const element = new Y.XmlElement('paragraph')
  element.setAttribute('bench', '1')
  element.insert(0, [new Y.XmlText()])
  a.body.push([element])
  checks.seesTheOthersParagraph = await wait(() => b.place() !== null)
  await writeTogether(a, b, edits)
  const length = edits * 2 - Math.floor(edits / 10)
  checks.concurrentEqual = await wait(() => a.place()?.text.length === length && areSame(a, b))
  a.provider.awareness.setLocalStateField('cursor', { at: 1 })
  const cursorOfA = () => b.provider.awareness.getStates().get(a.doc.clientID)
  checks.presenceSeen = await wait(() => Boolean(cursorOfA()))
  b.provider.disconnect()
  checks.presenceGone = await wait(() => !a.provider.awareness.getStates().has(b.doc.clientID))
  a.place()?.text.insert(0, 'while b was away ')
  b.place()?.text.insert(0, 'while offline ')
  b.provider.connect()
  checks.offlineMerged = await wait(
    () => b.provider.synced && areSame(a, b) && a.words().includes('while offline'),
  )
  const late = connect()
  checks.lateJoinerEqual = await wait(() => late.provider.synced && areSame(a, late))
  return [a, b, late]
}

type Wait = (isSo: () => boolean) => Promise<boolean>

/** Unchanged y-websocket providers: every check is true or false. */
export const stock = scenario({ patience: 10, edits: 200 }, async (target, o) => {
  await target.start()
  const name = `plan:stock-${tag()}`
  await target.makeDocuments([name])
  const wait: Wait = (isSo) => until(isSo, { timeoutMs: o.patience * 1000, everyMs: 2 })
  const checks: Checks = {}
  let backMs: number | null = null
  const complaints = await countingComplaints(async () => {
    const [a, b, late] = await together(target, { name, edits: o.edits, wait }, checks)
    await sleep(target.spec.settleMs)
    await target.stop('SIGKILL')
    b.place()?.text.insert(0, 'while the server was down ')
    await target.launch()
    const beganMs = performance.now()
    checks.backAlone = await wait(() => a.provider.synced && b.provider.synced && areSame(a, b))
    backMs = rounded(performance.now() - beganMs)
    await sleep(300)
    const words = a.words()
    for (const client of [a, b, late]) client.end()
    await target.stop('SIGKILL')
    await target.launch()
    const stranger = provide(target.endpoint(name, { isStock: true }))
    checks.storedEqual = await wait(() => stranger.provider.synced && stranger.words() === words)
    stranger.end()
  })
  const failed = Object.entries(checks).flatMap(([check, isSo]) => (isSo ? [] : [check]))
  return {
    isFine: failed.length === 0 && complaints.length === 0,
    ...{ failed, backMs, complaints: complaints.length, firstComplaint: complaints[0] ?? null },
  }
})
