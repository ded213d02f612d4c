import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { FullClient } from '../lib/FullClient.ts'
import { LagMeter } from '../lib/LagMeter.ts'
import { Ledger } from '../lib/Ledger.ts'
import { Meter, microsecondsEach } from '../lib/Meter.ts'
import { seeded, tag } from '../lib/random.ts'
import { scenario } from '../lib/scenario.ts'
import { Samples } from '../lib/stats.ts'
import { ThinClient } from '../lib/ThinClient.ts'
import { pool, sleep, until } from '../lib/time.ts'

/** A cursor of usual size; `atMs` is when it was announced, by the generator's clock. */
const announcement = (id: number, clock: number): Uint8Array => {
  const place = { type: null, tname: 'body', item: { client: id, clock }, assoc: 0 }
  const state = {
    atMs: performance.now(),
    user: { name: `学生 ${id}`, color: '#30bced', colorLight: '#30bced33' },
    cursor: { anchor: place, head: place },
  }
  const encoder = encoding.createEncoder()
  for (const number of [1, id, clock]) encoding.writeVarUint(encoder, number)
  encoding.writeVarString(encoder, JSON.stringify(state))
  return encoding.toUint8Array(encoder)
}

const announcedAtMs = (json: string): number | null => {
  const state: unknown = JSON.parse(json)
  const isState = typeof state === 'object' && state !== null && 'atMs' in state
  return isState && typeof state.atMs === 'number' ? state.atMs : null
}

/** When each state in a message was announced, but for one's own. */
const announcedIn = (payload: Uint8Array, ownId: number): number[] => {
  const decoder = decoding.createDecoder(payload)
  const times: number[] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
    const id = decoding.readVarUint(decoder)
    decoding.readVarUint(decoder)
    const atMs = announcedAtMs(decoding.readVarString(decoder))
    if (id !== ownId && atMs !== null) times.push(atMs)
  }
  return times
}

/** One in so many reads what it gets; decoding everything would be the generator's limit. */
const READS_EVERY = 20

type Person = { readonly id: number; readonly client: ThinClient; clock: number }

type Class = {
  readonly people: readonly Person[]
  readonly writer: FullClient
  readonly hz: number
  readonly typing: number
  readonly warmUpMs: number
  readonly lengthMs: number
  readonly onMeasure: (nowMs: number) => void
}

/** Cursors and keys are due at fixed times. Answers how many cursors were announced while measuring. */
const moveTogether = async (o: Class): Promise<number> => {
  const random = seeded(2)
  const beginMs = performance.now() + 100
  const due = o.people.map(() => beginMs + (random() * 1000) / o.hz)
  const measureFromMs = beginMs + o.warmUpMs
  const stopAtMs = measureFromMs + o.lengthMs
  let typeAtMs = beginMs
  let isMeasuring = false
  let sent = 0
  for (let nowMs = performance.now(); nowMs < stopAtMs; nowMs = performance.now()) {
    if (!isMeasuring && nowMs >= measureFromMs) {
      isMeasuring = true
      o.onMeasure(nowMs)
    }
    for (const [index, person] of o.people.entries()) {
      const dueMs = due[index] ?? stopAtMs
      if (dueMs > nowMs) continue
      person.clock += 1
      person.client.sendAwareness(announcement(person.id, person.clock))
      due[index] = dueMs + 1000 / o.hz
      if (isMeasuring) sent += 1
    }
    if (typeAtMs <= nowMs) {
      o.writer.type()
      typeAtMs += 1000 / o.typing
    }
    await sleep(1)
  }
  return sent
}

/**
 * A class with its cursors in one document, each announced HZ times a second, and two editors typing
 * among them: how old the cursors are that one sees, and what the edits feel of it.
 */
export const presence = scenario(
  { clients: 200, hz: 2, secs: 8, warmup: 3, typing: 10 },
  async (target, o) => {
    await target.start()
    const name = `plan:pre-${tag()}`
    await target.makeDocuments([name])
    const ages = new Samples()
    let frames = 0
    let bytesDown = 0
    let fromMs = Number.POSITIVE_INFINITY
    const people = Array.from({ length: o.clients }, (_, index): Person => {
      const id = 1000 + index
      const client = new ThinClient(target.endpoint(name), {
        onAwareness: (payload, nowMs) => {
          if (nowMs < fromMs) return
          frames += 1
          bytesDown += payload.length
          if (index % READS_EVERY !== 0) return
          for (const atMs of announcedIn(payload, id)) if (atMs > fromMs) ages.push(nowMs - atMs)
        },
      })
      return { id, client, clock: 0 }
    })
    await pool(people, 20, ({ client }) => client.connect())
    const ledger = new Ledger()
    ledger.isOn = false
    const writer = new FullClient(target.endpoint(name), { ledger, receivers: 1 })
    const reader = new FullClient(target.endpoint(name), { ledger })
    await writer.connect()
    await reader.connect()
    const meter = new Meter(target.pid)
    const lag = new LagMeter()
    const sent = await moveTogether({
      ...{ people, writer, hz: o.hz, typing: o.typing },
      ...{ warmUpMs: o.warmup * 1000, lengthMs: o.secs * 1000 },
      onMeasure: (nowMs) => {
        fromMs = nowMs
        ledger.isOn = true
        meter.begin()
        lag.begin()
      },
    })
    const used = meter.end()
    await until(() => ledger.lost <= 0, { timeoutMs: 10_000 })
    const seen = ages.summary()
    const edits = ledger.latency.summary()
    const dropped = people.filter(({ client }) => client.state !== 'open').length
    for (const { client } of people) client.terminate()
    writer.destroy()
    reader.destroy()
    return {
      ...{ cursorP50: seen.p50, cursorP99: seen.p99, editP50: edits.p50, editP99: edits.p99 },
      ...{ lost: ledger.lost, dropped, sent, frames, mbDown: Math.round(bytesDown / 1e4) / 100 },
      serverUsPerAnnouncement: microsecondsEach(used, sent),
      ...used,
      ...lag.end(used.clientCpuShare),
    }
  },
)
