import * as Y from 'yjs'
import { FullClient } from '../lib/FullClient.ts'
import { LagMeter } from '../lib/LagMeter.ts'
import { Meter, microsecondsEach } from '../lib/Meter.ts'
import { memoByBytes } from '../lib/memo.ts'
import { tag } from '../lib/random.ts'
import { scenario } from '../lib/scenario.ts'
import { Samples } from '../lib/stats.ts'
import { ThinClient } from '../lib/ThinClient.ts'
import { pool, sleep, until } from '../lib/time.ts'

/** Which edits have reached how many readers, and how long the last one waited. */
const deliveries = () => {
  const sentAtMs: number[] = []
  const lastMs: number[] = []
  const counts: number[] = []
  const latency = new Samples()
  let from = Number.POSITIVE_INFINITY
  return {
    latency,
    measureFrom: (clock: number) => {
      from = clock
    },
    sent: (clocks: readonly [number, number], atMs: number) => {
      for (let clock = clocks[0]; clock < clocks[1]; clock += 1) sentAtMs[clock] = atMs
    },
    seen: (clock: number, nowMs: number) => {
      const sentMs = sentAtMs[clock]
      if (clock < from || sentMs === undefined) return
      latency.push(nowMs - sentMs)
      lastMs[clock] = nowMs - sentMs
      counts[clock] = (counts[clock] ?? 0) + 1
    },
    /** Of the edits all `readers` have. */
    lastReader: (readers: number) => {
      const last = new Samples()
      for (const [clock, count] of counts.entries())
        if (count === readers) last.push(lastMs[clock] ?? Number.NaN)
      return last.summary()
    },
  }
}

/**
 * One writer and N readers who only look at bytes. A server may merge updates, so an edit has arrived
 * when its client and clock are covered.
 */
export const fanout = scenario(
  { readers: 200, rate: 20, secs: 10, warmup: 2 },
  async (target, o) => {
    await target.start()
    const name = `plan:fan-${tag()}`
    await target.makeDocuments([name])
    const writer = new FullClient(target.endpoint(name))
    await writer.connect()
    const edits = deliveries()
    const rangeOf = memoByBytes((payload) => {
      const { from, to } = Y.parseUpdateMeta(payload)
      return [from.get(writer.doc.clientID) ?? 0, to.get(writer.doc.clientID) ?? 0] as const
    })
    const readers = Array.from({ length: o.readers }, () => {
      let next = 0
      return new ThinClient(target.endpoint(name), {
        onUpdate: (payload, nowMs) => {
          const [from, to] = rangeOf(payload)
          for (let clock = Math.max(from, next); clock < to; clock += 1) edits.seen(clock, nowMs)
          next = Math.max(next, to)
        },
      })
    })
    await pool(readers, 20, (reader) => reader.connect())
    const type = () => {
      const atMs = performance.now()
      const before = writer.clock
      writer.type()
      edits.sent([before, writer.clock], atMs)
    }
    const typeFor = async (secs: number) => {
      const beganMs = performance.now()
      for (let i = 0; i < secs * o.rate; i += 1) {
        const waitMs = beganMs + (i * 1000) / o.rate - performance.now()
        if (waitMs > 0) await sleep(waitMs)
        type()
      }
    }
    await typeFor(o.warmup)
    await sleep(200)
    const meter = new Meter(target.pid).begin()
    const lag = new LagMeter().begin()
    const from = writer.clock
    edits.measureFrom(from)
    await typeFor(o.secs)
    const expected = (writer.clock - from) * o.readers
    await until(() => edits.latency.n >= expected, { timeoutMs: 10_000 })
    const used = meter.end()
    const { p50, p99, n } = edits.latency.summary()
    const last = edits.lastReader(o.readers)
    writer.destroy()
    for (const reader of readers) reader.terminate()
    return {
      ...{ p50, p99, lastReaderP50: last.p50, lastReaderP99: last.p99 },
      ...{ deliveries: n, lost: expected - n, serverUsPerDelivery: microsecondsEach(used, n) },
      ...used,
      ...lag.end(used.clientCpuShare),
    }
  },
)
