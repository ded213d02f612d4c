import * as Y from 'yjs'
import { FullClient } from '../lib/FullClient.ts'
import { Meter } from '../lib/Meter.ts'
import { tag } from '../lib/random.ts'
import { scenario } from '../lib/scenario.ts'
import { Samples } from '../lib/stats.ts'
import type { Target } from '../lib/Target.ts'
import { ThinClient } from '../lib/ThinClient.ts'
import { pool, sleep } from '../lib/time.ts'

const filler = '一课一案，从备课到研课。'

/** What is written into each document, and by which client up to which clock. */
type Content = { readonly client: number; readonly clock: number }

/** Everybody at once, each writing something short on the first visit. */
const openAll = async (target: Target, o: { names: string[]; width: number; chars: number }) => {
  const opening = new Samples()
  const contents: Content[] = []
  const clients = o.names.map((name) => new FullClient(target.endpoint(name)))
  let failed = 0
  await pool(clients, o.width, async (client, index) => {
    try {
      await client.connect()
      opening.push(client.step2Ms ?? Number.NaN)
      client.type(filler.repeat(Math.ceil(o.chars / filler.length)).slice(0, o.chars))
      contents[index] = { client: client.doc.clientID, clock: client.clock }
    } catch {
      failed += 1
    }
  })
  return { clients, contents, opening, failed }
}

/** Once more from storage, by clients that only look at what comes. */
const openAgain = async (
  target: Target,
  o: { names: readonly string[]; width: number; contents: readonly (Content | undefined)[] },
) => {
  const opening = new Samples()
  let missing = 0
  const clients: ThinClient[] = []
  await pool(o.names, o.width, async (name, index) => {
    const wanted = o.contents[index]
    let clock = 0
    const client = new ThinClient(target.endpoint(name), {
      onUpdate: (payload) => {
        if (wanted) clock = Math.max(clock, Y.parseUpdateMeta(payload).to.get(wanted.client) ?? 0)
      },
    })
    clients.push(client)
    await client.connect().catch(() => undefined)
    opening.push(client.step2Ms ?? Number.NaN)
    if (wanted && clock < wanted.clock) missing += 1
  })
  return { clients, opening, missing }
}

const kbEach = (mb: number | null, from: number | null, count: number): number | null =>
  mb === null || from === null ? null : Math.round((((mb - from) * 1024) / count) * 10) / 10

/** N small documents open at once, closed, and opened again from storage: memory at each moment. */
export const manydocs = scenario(
  { docs: 2000, kind: 'plan', chars: 200, width: 50, hold: 2, settle: 15 },
  async (target, o) => {
    await target.start()
    const run = tag()
    const names = Array.from({ length: o.docs }, (_, i) => `${o.kind}:many-${run}-${i}`)
    await target.makeDocuments(names)
    // What making the documents has left behind is not what opening them costs.
    await sleep(3000)
    const meter = new Meter(target.pid).begin()
    const beforeMB = meter.rss()
    const first = await openAll(target, { names, width: o.width, chars: o.chars })
    await sleep(o.hold * 1000)
    const openMB = meter.rss()
    for (const client of first.clients) client.destroy()
    await sleep(o.settle * 1000)
    const closed1MB = meter.rss()
    const { contents } = first
    const again = await openAgain(target, { names, width: o.width, contents })
    await sleep(o.hold * 1000)
    const open2MB = meter.rss()
    for (const client of again.clients) client.close()
    await sleep(o.settle * 1000)
    const closed2MB = meter.rss()
    return {
      ...{ rssBeforeMB: beforeMB, rssOpen1MB: openMB, rssClosed1MB: closed1MB },
      ...{ rssOpen2MB: open2MB, rssClosed2MB: closed2MB },
      kbPerOpenDoc: kbEach(openMB, beforeMB, o.docs),
      retainedMB:
        closed2MB === null || beforeMB === null
          ? null
          : Math.round((closed2MB - beforeMB) * 10) / 10,
      ...{ openP99: first.opening.summary().p99, openP99Again: again.opening.summary().p99 },
      ...{ failed: first.failed, missingOnReopen: again.missing, ...meter.end() },
    }
  },
)
