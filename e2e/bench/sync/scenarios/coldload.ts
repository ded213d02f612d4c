import * as Y from 'yjs'
import type { Endpoint } from '../lib/Conn.ts'
import { FullClient } from '../lib/FullClient.ts'
import { feed } from '../lib/feed.ts'
import { Meter } from '../lib/Meter.ts'
import { type Felt, Probe } from '../lib/Probe.ts'
import { tag } from '../lib/random.ts'
import { scenario } from '../lib/scenario.ts'
import { median, rounded } from '../lib/stats.ts'
import type { Target } from '../lib/Target.ts'
import { ThinClient } from '../lib/ThinClient.ts'
import { sleep, until } from '../lib/time.ts'
import { readTrace, type Trace, TYPIST, traceTextOf } from '../lib/trace.ts'

/** Notes when its document was complete: by the last byte, and applied. */
class Opener extends FullClient {
  readonly #wanted: number
  readonly #beganMs = performance.now()
  wireMs: number | null = null
  totalMs: number | null = null

  constructor(endpoint: Endpoint, doc: Y.Doc, wanted: number) {
    super(endpoint, { doc })
    this.#wanted = wanted
  }

  get isComplete(): boolean {
    return Y.getState(this.doc.store, TYPIST) >= this.#wanted
  }

  protected override onUpdate(payload: Uint8Array): void {
    const arrivedMs = performance.now()
    super.onUpdate(payload)
    if (this.wireMs !== null || !this.isComplete) return
    this.wireMs = arrivedMs - this.#beganMs
    this.totalMs = performance.now() - this.#beganMs
  }
}

/** Opens the document with nothing, or with everything there is already. */
const open = async (endpoint: Endpoint, trace: Trace, state: Uint8Array | null) => {
  const doc = new Y.Doc()
  if (state) Y.applyUpdate(doc, state)
  const opener = new Opener(endpoint, doc, trace.clock)
  await opener.connect({ timeoutMs: 120_000 })
  await until(() => opener.isComplete, { timeoutMs: 60_000, everyMs: 5 })
  await sleep(50)
  const { wireMs, totalMs, step2Ms } = opener
  const isRight = traceTextOf(doc) === trace.text
  const { up, down } = opener.wire()
  opener.destroy()
  return { wireMs, totalMs, step2Ms, up, down, isRight, state: Y.encodeStateAsUpdate(doc) }
}

type Opened = Awaited<ReturnType<typeof open>> & { readonly felt: Felt; readonly foreign: number }

/** The server has lost its memory; two editors of another document feel the opening. */
const openCold = async (
  target: Target,
  { name, elsewhere }: { readonly name: string; readonly elsewhere: string },
  trace: Trace,
): Promise<Opened> => {
  await target.stop('SIGKILL')
  await target.launch()
  await sleep(500)
  const probe = await Probe.start([target.endpoint(elsewhere), target.endpoint(elsewhere)])
  const meter = new Meter(target.pid).begin()
  const opened = await open(target.endpoint(name), trace, null)
  const { foreignCpuShare } = meter.end()
  return { ...opened, felt: await probe.stop(), foreign: foreignCpuShare }
}

/** Nobody is there any more; waits until the server has come to rest. */
const settle = async (target: Target): Promise<void> => {
  await sleep(target.spec.settleMs)
  for (let i = 0; i < 60; i += 1) {
    const meter = new Meter(target.pid).begin()
    await sleep(1000)
    if ((meter.end().serverCpuShare ?? 0) < 0.2) return
  }
}

/** More than a server may open by itself before anybody asks. */
const LATER_DOCUMENTS = 80

/** Other documents become the latest, so that nobody can expect the one that is opened. */
const bury = async (target: Target): Promise<void> => {
  const run = tag()
  await target.makeDocuments(
    Array.from({ length: LATER_DOCUMENTS }, (_, i) => `plan:later-${run}-${i}`),
  )
  await settle(target)
}

const medianWireMs = (opened: readonly Opened[]) =>
  rounded(median(opened.map(({ wireMs }) => wireMs)))

/**
 * A document with a long history is fed over the wire, the server killed after it had time to store
 * everything, and the document opened by somebody who has nothing; then by one who has it all. At
 * last the same once more, when others were written after it.
 */
export const coldload = scenario(
  { ops: 259_778, loads: 5, ingestTimeout: 300 },
  async (target, o) => {
    const trace = readTrace(o.ops)
    await target.start()
    const documents = { name: `plan:cold-${tag()}`, elsewhere: `plan:probe-${tag()}` }
    await target.makeDocuments([documents.name, documents.elsewhere])
    const endpoint = () => target.endpoint(documents.name)
    const beganMs = performance.now()
    const { fed, isComplete } = await feed([endpoint(), endpoint()], trace.updates, {
      timeoutS: o.ingestTimeout,
    })
    const ingestS = (performance.now() - beganMs) / 1000
    await settle(target)
    // The client's own applying is the same for every server: warmed up first.
    for (let i = 0; i < 10; i += 1) Y.applyUpdate(new Y.Doc(), trace.state)
    const cold: Opened[] = []
    for (let load = 0; load < o.loads; load += 1)
      cold.push(await openCold(target, documents, trace))
    const stays = new ThinClient(endpoint())
    await stays.connect()
    const warm = await open(endpoint(), trace, null)
    // Everything: what a server begins a document with is no part of the history.
    const again = await open(endpoint(), trace, warm.state)
    stays.terminate()
    await bury(target)
    const buried: Opened[] = []
    for (let load = 0; load < o.loads; load += 1)
      buried.push(await openCold(target, documents, trace))
    const later = cold.slice(1)
    const all = [...cold, ...buried]
    return {
      ...{ idealBytes: trace.state.length, storedBytes: target.storedBytes() },
      ...{ ingestComplete: isComplete, ingestOpsPerS: Math.round(fed / ingestS) },
      ...{ firstColdMs: rounded(cold[0]?.totalMs), firstWireMs: rounded(cold[0]?.wireMs) },
      firstOthersMaxMs: cold[0]?.felt.max ?? null,
      coldWireMs: medianWireMs(later),
      coldTotalMs: rounded(median(later.map(({ totalMs }) => totalMs))),
      buriedWireMs: medianWireMs(buried),
      othersMaxMs: rounded(median([...later, ...buried].map(({ felt }) => felt.max))),
      wrongText: [...all, warm].filter(({ isRight }) => !isRight).length,
      ...{ warmTotalMs: rounded(warm.totalMs), againMs: rounded(again.step2Ms) },
      ...{ againBytesDown: again.down, againBytesUp: again.up, bootMs: target.bootMs },
      foreignCpuShare: Math.max(...all.map(({ foreign }) => foreign)),
    }
  },
)
