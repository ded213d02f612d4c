import * as Y from 'yjs'
import { FullClient } from '../lib/FullClient.ts'
import { seeded, tag } from '../lib/random.ts'
import { scenario } from '../lib/scenario.ts'
import type { Target } from '../lib/Target.ts'
import { sleep, until } from '../lib/time.ts'

/** Types at a rate until stopped; knows when each clock was reached and where each update ended. */
const typist = (writer: FullClient, rate: number) => {
  const sentAtMs: number[] = []
  const clockAfter: number[] = []
  let isStopped = false
  const type = async (): Promise<void> => {
    const beganMs = performance.now()
    for (let i = 0; !isStopped; i += 1) {
      const waitMs = beganMs + (i * 1000) / rate - performance.now()
      if (waitMs > 0) await sleep(waitMs)
      if (isStopped) return
      const before = writer.clock
      const atMs = performance.now()
      writer.type('k')
      for (let clock = before; clock < writer.clock; clock += 1) sentAtMs[clock] = atMs
      clockAfter[writer.updatesSent] = writer.clock
    }
  }
  const typing = type()
  return {
    sentAtMs,
    clockAfter,
    stop: (): Promise<void> => {
      isStopped = true
      return typing
    },
  }
}

type Options = { readonly rate: number; readonly lengthMs: number; readonly waitMs: number }

/** One kill. What a peer had seen, what was acknowledged, and what of it a stranger still finds. */
const killOnce = async (target: Target, signal: NodeJS.Signals, o: Options) => {
  const name = `plan:dur-${tag()}`
  await target.makeDocuments([name])
  const writer = new FullClient(target.endpoint(name))
  const peer = new FullClient(target.endpoint(name))
  await writer.connect()
  await peer.connect()
  const id = writer.doc.clientID
  const typed = typist(writer, o.rate)
  await sleep(o.lengthMs)
  const killedAtMs = performance.now()
  const diedAlone = target.isDown
  const exit = await target.stop(signal)
  await typed.stop()
  await Promise.race([peer.closed, sleep(2000)])
  const seen = Y.getState(peer.doc.store, id)
  const acked = typed.clockAfter[writer.updatesAcked] ?? 0
  writer.destroy()
  peer.destroy()
  await target.launch()
  const stranger = new FullClient(target.endpoint(name))
  await stranger.connect()
  const kept = () => Y.getState(stranger.doc.store, id)
  await until(() => kept() >= Math.max(seen, acked), { timeoutMs: o.waitMs })
  const lost = Math.max(0, seen - kept())
  const figures = {
    ...{ seen, lost, acked, ackedLost: Math.max(0, acked - kept()), diedAlone, exit },
    windowMs: lost > 0 ? Math.round(killedAtMs - (typed.sentAtMs[kept()] ?? killedAtMs)) : 0,
  }
  stranger.destroy()
  return figures
}

/**
 * Somebody types, a peer receives, the server is killed at a random moment and started again. Nobody
 * who has the edits comes back, as when both tabs were closed.
 */
export const durability = scenario(
  { kills: 5, rate: 50, minS: 2, maxS: 20, signal: 'SIGKILL', seed: 7, wait: 3 },
  async (target, o) => {
    const random = seeded(o.seed)
    await target.start()
    const rounds: Awaited<ReturnType<typeof killOnce>>[] = []
    for (let kill = 0; kill < o.kills; kill += 1) {
      const lengthMs = (o.minS + random() * (o.maxS - o.minS)) * 1000
      const signal = o.signal === 'SIGTERM' ? 'SIGTERM' : 'SIGKILL'
      rounds.push(await killOnce(target, signal, { rate: o.rate, lengthMs, waitMs: o.wait * 1000 }))
    }
    const sum = (key: 'seen' | 'lost' | 'acked' | 'ackedLost') =>
      rounds.reduce((total, round) => total + round[key], 0)
    return {
      ...{ seen: sum('seen'), lost: sum('lost'), acked: sum('acked') },
      ackedLost: sum('ackedLost'),
      killsWithLoss: rounds.filter(({ lost }) => lost > 0).length,
      worstWindowMs: Math.max(...rounds.map(({ windowMs }) => windowMs)),
      diedAlone: rounds.filter((round) => round.diedAlone).length,
      exits: [...new Set(rounds.map(({ exit }) => exit))],
    }
  },
)
