import * as Y from 'yjs'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { FullClient } from '../lib/FullClient.ts'
import { Ledger } from '../lib/Ledger.ts'
import { Meter } from '../lib/Meter.ts'
import { tag } from '../lib/random.ts'
import { scenario } from '../lib/scenario.ts'
import { ThinClient } from '../lib/ThinClient.ts'
import { sleep, until } from '../lib/time.ts'

/**
 * Readers stop reading their sockets (a sleeping laptop) while somebody keeps replacing one large value:
 * the document stays small, what is owed to them does not.
 */
export const slowreader = scenario({ slow: 20, kb: 200, rate: 40, secs: 10 }, async (target, o) => {
  await target.start()
  const name = `plan:slow-${tag()}`
  await target.makeDocuments([name])
  const ledger = new Ledger()
  const writer = new FullClient(target.endpoint(name))
  const healthy = new FullClient(target.endpoint(name), { ledger })
  await writer.connect()
  await healthy.connect()
  const slow: ThinClient[] = []
  for (let i = 0; i < o.slow; i += 1) {
    const reader = new ThinClient(target.endpoint(name))
    await reader.connect()
    reader.stopReading()
    slow.push(reader)
  }
  const paragraph = new Y.XmlElement('paragraph')
  writer.doc.getXmlFragment(PLAN_BODY).push([paragraph])
  await sleep(500)
  const meter = new Meter(target.pid).begin()
  const beforeMB = meter.rss()
  const value = 'z'.repeat(o.kb * 1024)
  const beganMs = performance.now()
  for (let i = 0; i < o.secs * o.rate; i += 1) {
    const waitMs = beganMs + (i * 1000) / o.rate - performance.now()
    if (waitMs > 0) await sleep(waitMs)
    const atMs = performance.now()
    const before = writer.clock
    paragraph.setAttribute('large', i + value)
    ledger.sent(writer.doc.clientID, [before, writer.clock], { atMs, receivers: 1 })
  }
  await until(() => ledger.lost <= 0, { timeoutMs: 10_000 })
  const used = meter.end()
  const { p50, p99 } = ledger.latency.summary()
  // A socket nobody reads does not notice its end; wake them to see.
  for (const reader of slow) reader.readAgain()
  await until(() => slow.every(({ state }) => state === 'closed'), { timeoutMs: 3000 })
  const figures = {
    sentMB: Math.round((o.secs * o.rate * o.kb) / 1024),
    rssGrowthMB:
      used.serverRssPeakMB === null || beforeMB === null
        ? null
        : Math.round(used.serverRssPeakMB - beforeMB),
    slowClosed: slow.filter(({ state }) => state === 'closed').length,
    isWriterIn: writer.state === 'open',
    ...{ healthyP50: p50, healthyP99: p99, lost: ledger.lost, ...used },
  }
  for (const reader of slow) reader.terminate()
  writer.destroy()
  healthy.destroy()
  return figures
})
