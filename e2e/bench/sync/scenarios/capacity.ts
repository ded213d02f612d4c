import * as Y from 'yjs'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { LagMeter } from '../lib/LagMeter.ts'
import { Meter, microsecondsEach } from '../lib/Meter.ts'
import { memoByBytes } from '../lib/memo.ts'
import { tag } from '../lib/random.ts'
import { scenario } from '../lib/scenario.ts'
import { Samples } from '../lib/stats.ts'
import type { Target } from '../lib/Target.ts'
import { ThinClient } from '../lib/ThinClient.ts'
import { pool, sleep, until } from '../lib/time.ts'

/** A document with one writer, whose updates are made beforehand, and readers of bytes. */
class Room {
  readonly writer: ThinClient
  readonly readers: readonly ThinClient[]
  readonly #doc = new Y.Doc()
  readonly #text = new Y.XmlText()
  readonly #made: Uint8Array[] = []
  readonly #sentAtMs: number[] = []
  #ready: Uint8Array[] = []
  #next = 0

  constructor(target: Target, name: string, options: { readers: number; latency: Samples }) {
    this.#doc.on('update', (update: Uint8Array) => this.#made.push(update))
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [this.#text])
    this.#doc.getXmlFragment(PLAN_BODY).push([paragraph])
    this.writer = new ThinClient(target.endpoint(name))
    const rangeOf = memoByBytes((payload) => {
      const { from, to } = Y.parseUpdateMeta(payload)
      return [from.get(this.#doc.clientID) ?? 0, to.get(this.#doc.clientID) ?? 0] as const
    })
    this.readers = Array.from({ length: options.readers }, () => {
      let next = 0
      return new ThinClient(target.endpoint(name), {
        onUpdate: (payload, nowMs) => {
          const [from, to] = rangeOf(payload)
          for (let clock = Math.max(from, next); clock < to; clock += 1) {
            const sentMs = this.#sentAtMs[clock]
            if (sentMs !== undefined) options.latency.push(nowMs - sentMs)
          }
          next = Math.max(next, to)
        },
      })
    })
  }

  /** The place to write in. */
  begin(): void {
    for (const update of this.#made.splice(0)) this.writer.sendUpdate(update)
    this.#next = Y.getState(this.#doc.store, this.#doc.clientID)
  }

  make(count: number): void {
    for (let i = 0; i < count; i += 1) this.#text.insert(this.#text.length, 'x')
    this.#ready = this.#made.splice(0).reverse()
  }

  sendNext(): void {
    const update = this.#ready.pop()
    if (!update) return
    this.#sentAtMs[this.#next] = performance.now()
    this.#next += 1
    this.writer.sendUpdate(update)
  }

  terminate(): void {
    for (const client of [this.writer, ...this.readers]) client.terminate()
  }
}

type Step = { readonly rate: number; readonly secs: number; readonly limitMs: number }

/** Sends at one rate, evenly over the rooms, and sees whether everything arrives in time. */
const tryRate = async (
  pid: number | null,
  { rooms, latency }: { readonly rooms: readonly Room[]; readonly latency: Samples },
  { rate, secs, limitMs }: Step,
) => {
  const total = Math.ceil((rate * secs) / rooms.length) * rooms.length
  for (const room of rooms) room.make(total / rooms.length)
  latency.clear()
  const meter = new Meter(pid).begin()
  const lag = new LagMeter().begin()
  const beganMs = performance.now()
  let sent = 0
  while (sent < total && performance.now() - beganMs < secs * 3000) {
    const due = Math.min(total, Math.floor(((performance.now() - beganMs) / 1000) * rate))
    for (; sent < due; sent += 1) rooms[sent % rooms.length]?.sendNext()
    await sleep(1)
  }
  const sendS = (performance.now() - beganMs) / 1000
  const used = meter.end()
  const expected = sent * (rooms[0]?.readers.length ?? 0)
  await until(() => latency.n >= expected, { timeoutMs: 5000, everyMs: 10 })
  const { p50, p99, n } = latency.summary()
  const reached = Math.round(sent / sendS)
  const { serverCpuShare, clientCpuShare, foreignCpuShare } = used
  return {
    ...{ rate, reached, p50, p99, missing: expected - n, serverCpuShare, clientCpuShare },
    ...{ foreignCpuShare, usPerEdit: microsecondsEach(used, sent) },
    clientLagP99: lag.end(clientCpuShare).clientLagP99,
    isFine: n === expected && (p99 ?? limitMs + 1) <= limitMs && reached > rate * 0.9,
  }
}

/** Where the knee is: the rate rises step by step until p99 is beyond the limit or anything is missing. */
export const capacity = scenario(
  { docs: 20, readers: 4, from: 1000, to: 64_000, factor: 1.5, secs: 3, limitMs: 50 },
  async (target, o) => {
    await target.start()
    const run = tag()
    const names = Array.from({ length: o.docs }, (_, i) => `plan:cap-${run}-${i}`)
    await target.makeDocuments(names)
    const latency = new Samples()
    const rooms = names.map((name) => new Room(target, name, { readers: o.readers, latency }))
    await pool(
      rooms.flatMap(({ writer, readers }) => [writer, ...readers]),
      20,
      (client) => client.connect(),
    )
    for (const room of rooms) room.begin()
    await sleep(300)
    const steps: Awaited<ReturnType<typeof tryRate>>[] = []
    for (let rate = o.from; rate <= o.to; rate = Math.round(rate * o.factor)) {
      steps.push(await tryRate(target.pid, { rooms, latency }, { ...o, rate }))
      if (!steps.at(-1)?.isFine) break
      await sleep(200)
    }
    for (const room of rooms) room.terminate()
    const best = steps.filter(({ isFine }) => isFine).at(-1)
    const end = steps.at(-1)
    const isClient = (end?.clientCpuShare ?? 0) > 0.9 && (end?.serverCpuShare ?? 0) < 0.9
    return {
      editsPerS: best?.rate ?? 0,
      p99AtBest: best?.p99 ?? null,
      usPerEditAtBest: best?.usPerEdit ?? null,
      limitedBy: end?.isFine ? 'end of steps' : isClient ? 'client' : 'server',
      foreignCpuShare: Math.max(...steps.map((step) => step.foreignCpuShare)),
      steps,
    }
  },
)
