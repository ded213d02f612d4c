import { afterAll, beforeAll, expect, test } from 'vitest'
import { FullClient } from '#e2e/bench/sync/lib/FullClient.ts'
import { Ledger } from '#e2e/bench/sync/lib/Ledger.ts'
import { seeded } from '#e2e/bench/sync/lib/random.ts'
import { pool } from '#e2e/bench/sync/lib/time.ts'
import { decodes, type Frame, malformed } from './corpus/malformed.ts'
import { commitFault, wireFaults } from './corpus/wireFaults.ts'
import { naiveRig } from './naive/naiveRig.ts'
import { noteFigure, noteProgress, seed, times } from './rig/figures.ts'
import { editorOf, endpointOf, type Person, type Rig, raw } from './rig/Rig.ts'
import { type StudioRig, studioRig } from './rig/studioRig.ts'

const FRAMES = times(2000, 100_000)
/** Then another document: mutations that stay valid, and what the bystanders type, make one ever larger. */
const FRAMES_PER_TEXT = 2000
const GOAL = 'exits, acknowledgements of what does not decode, bystanders lost: 0'
const MAX_LOG_BYTES = 5 * 1024 * 1024

let studio: StudioRig
beforeAll(async () => {
  studio = await studioRig()
})
afterAll(() => studio?.stop())

type Verdict = { readonly isAcked: boolean; readonly isOpen: boolean }

/** One frame on a connection of its own: was it acknowledged, and does the connection go on? */
const say = async (
  rig: Rig,
  doc: string,
  { who, frame }: { readonly who: Person | null; readonly frame: Frame },
): Promise<Verdict> => {
  const client = await raw(rig, doc, who).opened()
  client.send(frame)
  const isOpen = await client.ask()
  client.leave()
  return { isAcked: client.acked > 0, isOpen }
}

/** Two colleagues in the document that is attacked; what they type tells whether they are served. */
const bystanders = async (rig: Rig, doc: string) => {
  const ledger = new Ledger()
  const writer = new FullClient(endpointOf(rig, doc, editorOf(rig, 1)), { ledger, receivers: 1 })
  const reader = new FullClient(endpointOf(rig, doc, editorOf(rig, 2)), { ledger })
  await writer.connect()
  await reader.connect()
  const timer = setInterval(() => writer.type('字'), 20)
  return {
    stop: () => {
      clearInterval(timer)
      const areIn = writer.state === 'open' && reader.state === 'open'
      const acks = ledger.acks.summary()
      writer.destroy()
      reader.destroy()
      return { areIn, ackP99Ms: acks.p99, ackMaxMs: acks.max }
    },
  }
}

type Found = { acked: Frame[]; tolerated: Frame[]; lost: number; p99Ms: number; maxMs: number }

/** All of these, four connections at a time, beside two colleagues in the same document. */
const sayAll = async (frames: readonly Frame[], found: Found): Promise<void> => {
  const { plan } = await studio.makeDocuments('malformed')
  const others = await bystanders(studio, plan)
  await pool(frames, 4, async (frame, index) => {
    const who = index % 8 === 7 ? null : editorOf(studio, 0)
    const { isAcked, isOpen } = await say(studio, plan, { who, frame })
    if (isAcked && !decodes(frame)) found.acked.push(frame)
    if (isOpen && (!who || !decodes(frame))) found.tolerated.push(frame)
  })
  const { areIn, ackP99Ms, ackMaxMs } = others.stop()
  if (!areIn) found.lost += 1
  found.p99Ms = Math.max(found.p99Ms, ackP99Ms ?? 0)
  found.maxMs = Math.max(found.maxMs, ackMaxMs ?? 0)
}

const inNumbers = (frames: number, { acked, tolerated, lost, p99Ms, maxMs }: Found) => ({
  ...{ frames, acked: acked.length, tolerated: tolerated.length, bystandersLost: lost },
  ...{ bystanderAckP99Ms: p99Ms, bystanderAckMaxMs: maxMs },
  logBytes: studio.studio.log().length,
})

test(`G10: ${FRAMES} malformed frames, of editors and of strangers: nobody else notices`, {
  timeout: 60_000 + FRAMES * 60,
}, async () => {
  const random = seeded(seed)
  const { pid } = studio
  const found: Found = { acked: [], tolerated: [], lost: 0, p99Ms: 0, maxMs: 0 }
  for (let said = 0; said < FRAMES; said += FRAMES_PER_TEXT) {
    // Not all at once beforehand: the studio closes connections that are silent for so long.
    const some = malformed(Math.min(FRAMES_PER_TEXT, FRAMES - said), random)
    await sayAll(some, found)
    noteProgress('G10', GOAL, inNumbers(said + some.length, found))
  }
  noteFigure('G10', GOAL, inNumbers(FRAMES, found))
  expect(studio.isRunning() && studio.pid === pid).toBe(true)
  expect(found.acked, `seed ${seed}`).toEqual([])
  expect(found.tolerated, `seed ${seed}`).toEqual([])
  expect(found.lost).toBe(0)
  expect(studio.studio.log().length).toBeLessThan(MAX_LOG_BYTES)
})

const urlOf = (rig: Rig, doc: string): URL => new URL(`${rig.url}/ws/docs/${doc}?ack=1`)

test(`G10: ${wireFaults.length} faults against the WebSocket protocol itself end their own connection only`, async () => {
  const { plan } = await studio.makeDocuments('wire')
  const others = await bystanders(studio, plan)
  for (const fault of wireFaults)
    await commitFault(urlOf(studio, plan), editorOf(studio, 0).cookie, fault)
  noteFigure('G10', 'faults of the WebSocket protocol that end more than their connection: 0', {
    faults: wireFaults.length,
  })
  expect(others.stop().areIn).toBe(true)
  expect(studio.isRunning()).toBe(true)
})

test('G10 control: the naive server acknowledges what nobody can read, or ends', async () => {
  const rig = await naiveRig()
  try {
    const { plan } = await rig.makeDocuments('control')
    const unreadable = Uint8Array.of(0, 2, 3, 200, 1, 7)
    expect(decodes(unreadable)).toBe(false)
    expect(await say(rig, plan, { who: null, frame: unreadable })).toEqual({
      ...{ isAcked: true, isOpen: true },
    })
    await commitFault(urlOf(rig, plan), '', wireFaults[0]!)
    await expect.poll(() => rig.isRunning()).toBe(false)
  } finally {
    await rig.stop()
  }
})
