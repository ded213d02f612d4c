import * as Y from 'yjs'
import { feed, typistClock } from '../lib/feed.ts'
import { LagMeter } from '../lib/LagMeter.ts'
import { Meter } from '../lib/Meter.ts'
import { memoByBytes } from '../lib/memo.ts'
import { tag } from '../lib/random.ts'
import { scenario } from '../lib/scenario.ts'
import { Samples } from '../lib/stats.ts'
import { ThinClient } from '../lib/ThinClient.ts'
import { pool, sleep, until } from '../lib/time.ts'
import { readTrace } from '../lib/trace.ts'

/** Opens with retries, as providers do. */
const persist = async (make: () => ThinClient, deadlineMs: number): Promise<ThinClient> => {
  for (;;) {
    const client = make()
    try {
      return await client.connect({ timeoutMs: Math.max(1000, deadlineMs - performance.now()) })
    } catch (thrown) {
      client.terminate()
      if (performance.now() > deadlineMs) throw thrown
      await sleep(100)
    }
  }
}

/** Keystrokes in pieces of 20, as a slow afternoon leaves them. */
const inPieces = (updates: readonly Uint8Array[]): Uint8Array[] => {
  const doc = new Y.Doc()
  const pieces: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => pieces.push(update))
  for (let at = 0; at < updates.length; at += 20)
    doc.transact(() => {
      for (const update of updates.slice(at, at + 20)) Y.applyUpdate(doc, update)
    })
  return pieces
}

/** What a client still holds that comes back. */
const held = (state: Uint8Array) => {
  const answers = new Map<string, Uint8Array>()
  return {
    stateVector: Y.encodeStateVectorFromUpdate(state),
    answerTo: (asked: Uint8Array): Uint8Array => {
      const key = Buffer.from(asked).toString('latin1')
      const answer = answers.get(key) ?? Y.diffUpdate(state, asked)
      answers.set(key, answer)
      return answer
    },
  }
}

/**
 * Everybody comes back at once after a restart. `reconnect`: D documents, clients that still hold them;
 * `class`: one document with the whole history, and clients that hold nothing.
 */
export const storm = scenario(
  {
    ...{ mode: 'reconnect', docs: 50, clients: 500, opsPerDoc: 10_000, ops: 259_778 },
    ...{ signal: 'SIGKILL', timeout: 120 },
  },
  async (target, o) => {
    const isClass = o.mode === 'class'
    await target.start()
    const run = tag()
    const names = Array.from({ length: isClass ? 1 : o.docs }, (_, i) => `plan:storm-${run}-${i}`)
    await target.makeDocuments(names)
    const trace = readTrace(isClass ? o.ops : o.opsPerDoc)
    const pieces = inPieces(trace.updates)
    await pool(names, 5, (name) =>
      feed([target.endpoint(name), target.endpoint(name)], pieces, { window: 64, timeoutS: 120 }),
    )
    await sleep(target.spec.settleMs)
    await target.stop(o.signal === 'SIGTERM' ? 'SIGTERM' : 'SIGKILL')
    await target.launch()
    await sleep(500)
    const meter = new Meter(target.pid).begin()
    const lag = new LagMeter().begin()
    const full = new Samples()
    const clockOf = memoByBytes(typistClock)
    const memory = held(trace.state)
    const clients: ThinClient[] = []
    const beganMs = performance.now()
    const deadlineMs = beganMs + o.timeout * 1000
    let failed = 0
    const comeBack = async (index: number): Promise<void> => {
      let clock = isClass ? 0 : trace.clock
      let fullAtMs = 0
      const onUpdate = (payload: Uint8Array, nowMs: number) => {
        if (clock >= trace.clock) return
        clock = Math.max(clock, clockOf(payload))
        fullAtMs = nowMs
      }
      const name = names[index % names.length] ?? ''
      const ears = isClass ? { onUpdate } : { onUpdate, ...memory }
      const client = await persist(() => new ThinClient(target.endpoint(name), ears), deadlineMs)
      clients.push(client)
      const timeoutMs = Math.max(0, deadlineMs - performance.now())
      const hasAll = await until(() => clock >= trace.clock, { timeoutMs, everyMs: 5 })
      if (!hasAll) throw new Error('something is missing')
      full.push((fullAtMs || performance.now()) - beganMs)
    }
    await Promise.all(
      Array.from({ length: o.clients }, (_, index) =>
        comeBack(index).catch(() => {
          failed += 1
        }),
      ),
    )
    const used = meter.end()
    const watched = lag.end(used.clientCpuShare)
    // What those who came back still have to send.
    await sleep(500)
    const wires = clients.map((client) => client.wire())
    const mb = (key: 'up' | 'down') =>
      Math.round(wires.reduce((total, wire) => total + wire[key], 0) / 1e4) / 100
    for (const client of clients) client.terminate()
    const { p50, max } = full.summary()
    return {
      ...{ allSyncedMs: max, p50, failed, upMB: mb('up'), downMB: mb('down') },
      ...{ bootMs: target.bootMs, ...used, ...watched },
    }
  },
)
