import { typistClock } from '../lib/feed.ts'
import { Meter } from '../lib/Meter.ts'
import { Probe } from '../lib/Probe.ts'
import { tag } from '../lib/random.ts'
import { scenario } from '../lib/scenario.ts'
import { rounded } from '../lib/stats.ts'
import { ThinClient } from '../lib/ThinClient.ts'
import { sleep, until } from '../lib/time.ts'
import { readTrace } from '../lib/trace.ts'

/** More than this waiting in the generator's own socket: let it drain. */
const MAX_WAITING_BYTES = 256 * 1024

/**
 * One client sends N keystroke updates as fast as its socket takes them. How long until a peer has them
 * all, and what two editors of another document feel meanwhile.
 */
export const burst = scenario({ updates: 20_000, timeout: 120 }, async (target, o) => {
  await target.start()
  const { updates, clock } = readTrace(o.updates)
  const [name, elsewhere] = [`plan:burst-${tag()}`, `plan:probe-${tag()}`]
  await target.makeDocuments([name, elsewhere])
  let reached = 0
  let bytesToPeer = 0
  const writer = new ThinClient(target.endpoint(name))
  const reader = new ThinClient(target.endpoint(name), {
    onUpdate: (payload) => {
      reached = Math.max(reached, typistClock(payload))
      bytesToPeer += payload.length
    },
  })
  await writer.connect()
  await reader.connect()
  const probe = await Probe.start([target.endpoint(elsewhere), target.endpoint(elsewhere)])
  const meter = new Meter(target.pid).begin()
  const beganMs = performance.now()
  for (const [index, update] of updates.entries()) {
    writer.sendUpdate(update)
    if ((index & 255) !== 255) continue
    while (writer.bufferedBytes > MAX_WAITING_BYTES) await sleep(1)
    await sleep(0)
  }
  const isComplete = await until(() => reached >= clock, {
    timeoutMs: o.timeout * 1000,
    everyMs: 2,
  })
  const doneS = (performance.now() - beganMs) / 1000
  const used = meter.end()
  const felt = await probe.stop()
  const framesToPeer = reader.frames
  writer.terminate()
  reader.terminate()
  return {
    peerCompleteS: isComplete ? rounded(doneS) : null,
    ...{ othersP50: felt.p50, othersP99: felt.p99, othersMaxMs: felt.max, othersLost: felt.lost },
    ...{ framesToPeer, bytesToPeer, ...used },
  }
})
