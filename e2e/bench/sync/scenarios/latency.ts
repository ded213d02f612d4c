import * as Y from 'yjs'
import { FullClient } from '../lib/FullClient.ts'
import { LagMeter } from '../lib/LagMeter.ts'
import { Ledger } from '../lib/Ledger.ts'
import { Meter, microsecondsEach } from '../lib/Meter.ts'
import { seeded, tag } from '../lib/random.ts'
import { scenario } from '../lib/scenario.ts'
import { pool, sleep, until } from '../lib/time.ts'
import { readTrace } from '../lib/trace.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz '

/** One of each document writes the long history; waits until all have it. */
const seed = async (rooms: readonly FullClient[][], keystrokes: number): Promise<void> => {
  const { state } = readTrace(keystrokes)
  for (const [first] of rooms) if (first) Y.applyUpdate(first.doc, state, 'typed')
  const wanted = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(state))
  const hasAll = ({ doc }: FullClient) =>
    [...wanted].every(([client, clock]) => Y.getState(doc.store, client) >= clock)
  await until(() => rooms.flat().every(hasAll), { timeoutMs: 60_000, everyMs: 100 })
}

type Typing = {
  readonly clients: readonly FullClient[]
  readonly rate: number
  readonly deletes: number
  readonly warmUpMs: number
  readonly lengthMs: number
  readonly onMeasure: () => void
}

/**
 * Open loop: edits are due at fixed times whatever the server does. Answers how late the generator
 * itself was at worst, in ms.
 */
const typeTogether = async (typing: Typing): Promise<number> => {
  const { clients, rate, deletes, warmUpMs, lengthMs, onMeasure } = typing
  const random = seeded(1)
  const gapMs = 1000 / rate
  const beginMs = performance.now() + 200
  const due = clients.map(() => beginMs + random() * gapMs)
  const measureFromMs = beginMs + warmUpMs
  const stopAtMs = measureFromMs + lengthMs
  let isMeasuring = false
  let slipMs = 0
  for (let nowMs = performance.now(); nowMs < stopAtMs; nowMs = performance.now()) {
    if (!isMeasuring && nowMs >= measureFromMs) {
      isMeasuring = true
      onMeasure()
    }
    for (const [index, client] of clients.entries())
      for (let at = due[index] ?? stopAtMs; at <= nowMs && at < stopAtMs; at += gapMs) {
        due[index] = at + gapMs
        if (isMeasuring) slipMs = Math.max(slipMs, performance.now() - at)
        if (random() < deletes) client.backspace()
        else client.type(letters[Math.floor(random() * letters.length)])
      }
    await sleep(1)
  }
  return slipMs
}

/**
 * D documents × C editors, each typing R edits/s. From just before an edit is in the writer's document
 * until just after it is in each peer's.
 */
export const latency = scenario(
  {
    ...{ docs: 20, clients: 5, rate: 5, secs: 15, warmup: 8, kind: 'plan' },
    ...{ presence: 0, seedOps: 0, deletes: 0.1 },
  },
  async (target, o) => {
    await target.start()
    const ledger = new Ledger()
    ledger.isOn = false
    const run = tag()
    const names = Array.from({ length: o.docs }, (_, i) => `${o.kind}:lat-${run}-${i}`)
    await target.makeDocuments(names)
    const options = { ledger, receivers: o.clients - 1, hasPresence: o.presence > 0 }
    const rooms = names.map((name) =>
      Array.from({ length: o.clients }, () => new FullClient(target.endpoint(name), options)),
    )
    const clients = rooms.flat()
    await pool(clients, 20, (client) => client.connect())
    if (o.seedOps > 0) await seed(rooms, o.seedOps)
    const meter = new Meter(target.pid)
    const lag = new LagMeter()
    const slipMaxMs = await typeTogether({
      ...{ clients, rate: o.rate, deletes: o.deletes },
      ...{ warmUpMs: o.warmup * 1000, lengthMs: o.secs * 1000 },
      onMeasure: () => {
        ledger.isOn = true
        meter.begin()
        lag.begin()
      },
    })
    const used = meter.end()
    const watched = lag.end(used.clientCpuShare)
    // What is still on its way may come late, but must come.
    await until(() => ledger.lost <= 0, { timeoutMs: 10_000, everyMs: 50 })
    await sleep(300)
    const unacked = () => clients.reduce((n, c) => n + c.updatesSent - c.updatesAcked, 0)
    if (target.spec.acknowledges) await until(() => unacked() === 0, { timeoutMs: 5000 })
    const { p50, p95, p99, max, n } = ledger.latency.summary()
    const acks = ledger.acks.summary()
    const figures = {
      ...{ p50, p95, p99, max, deliveries: n, edits: ledger.edits, lost: ledger.lost },
      diverged: rooms.filter((room) => new Set(room.map((c) => c.words())).size > 1).length,
      dropped: clients.filter(({ state }) => state !== 'open').length,
      serverUsPerEdit: microsecondsEach(used, ledger.edits),
      ...(target.spec.acknowledges
        ? { ackP50: acks.p50, ackP95: acks.p95, ackP99: acks.p99, unacked: unacked() }
        : {}),
      ...{ slipMaxMs: Math.round(slipMaxMs * 10) / 10, ...used, ...watched },
    }
    for (const client of clients) client.destroy()
    return figures
  },
)
