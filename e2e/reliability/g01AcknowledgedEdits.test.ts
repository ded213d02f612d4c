import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { FullClient } from '#e2e/bench/sync/lib/FullClient.ts'
import { seeded } from '#e2e/bench/sync/lib/random.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { naiveRig } from './naive/naiveRig.ts'
import { noteFigure, noteProgress, seed, times } from './rig/figures.ts'
import { editorOf, endpointOf, type Rig } from './rig/Rig.ts'
import { studioRig } from './rig/studioRig.ts'
import { until } from './rig/until.ts'

const EDITORS = 30
const DOCUMENTS = 3
/** Then the documents are looked through and others begun: a text that only grows would make each kill slower. */
const KILLS_PER_TEXT = 20
const GOAL = 'acknowledged edits lost by kill -9: 0'
/** Each editor keeps this many edits on the way: a kill always finds some unacknowledged. */
const AHEAD = 4

const keyPattern = /\d+\.\d+\.\d+;/g

/** An editor whose every edit is a key of its own; knows which keys were acknowledged. */
class KeyWriter extends FullClient {
  readonly #words = new Y.XmlText()
  readonly #sentAs = new Map<string, number>()
  readonly #prefix: string

  constructor(endpoint: ConstructorParameters<typeof FullClient>[0], prefix: string) {
    super(endpoint)
    this.#prefix = prefix
  }

  begin(): void {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [this.#words])
    this.doc.getXmlFragment(PLAN_BODY).push([paragraph])
    this.writeOn()
  }

  writeOn(): void {
    while (this.#sentAs.size - this.acknowledged().length < AHEAD) {
      const key = `${this.#prefix}.${this.#sentAs.size};`
      this.#words.insert(this.#words.length, key)
      this.#sentAs.set(key, this.updatesSent)
    }
  }

  acknowledged(): string[] {
    return [...this.#sentAs].flatMap(([key, number]) => (number <= this.updatesAcked ? [key] : []))
  }

  /** Keys of others that stand in this editor's own document. */
  seen(): string[] {
    const keys: string[] = this.words().match(keyPattern) ?? []
    return keys.filter((key) => !key.startsWith(`${this.#prefix}.`))
  }
}

type Round = { readonly acked: ReadonlySet<string>; readonly seen: ReadonlySet<string> }

/** Everybody types until so many edits are acknowledged; then, in the middle of it, kill -9. */
const typeUntilKilled = async (
  rig: Rig,
  docs: readonly string[],
  { round, enough }: { readonly round: number; readonly enough: number },
): Promise<Round> => {
  const writers = Array.from({ length: EDITORS }, (_, index) => {
    const endpoint = endpointOf(rig, docs[index % DOCUMENTS]!, editorOf(rig, index))
    return new KeyWriter(endpoint, `${round}.${index}`)
  })
  await Promise.all(writers.map((writer) => writer.connect()))
  for (const writer of writers) writer.begin()
  const count = () => writers.reduce((sum, writer) => sum + writer.acknowledged().length, 0)
  await until('enough is acknowledged', () => {
    for (const writer of writers) writer.writeOn()
    return count() >= enough
  })
  await rig.kill()
  await Promise.all(writers.map((writer) => writer.closed))
  const acked = new Set(writers.flatMap((writer) => writer.acknowledged()))
  const seen = new Set(writers.flatMap((writer) => writer.seen()))
  for (const writer of writers) writer.destroy()
  return { acked, seen }
}

/** What of the keys no newcomer finds in any of the documents. */
const missing = async (
  rig: Rig,
  docs: readonly string[],
  keys: ReadonlySet<string>,
): Promise<string[]> => {
  const kept = new Set<string>()
  for (const doc of docs) {
    const newcomer = new FullClient(endpointOf(rig, doc, editorOf(rig, 0)))
    await newcomer.connect()
    for (const key of newcomer.words().match(keyPattern) ?? []) kept.add(key)
    newcomer.destroy()
  }
  return [...keys].filter((key) => !kept.has(key))
}

type Losses = { acked: number; seen: number; ackedLost: string[]; seenLost: string[] }

/** So many kills of the same three documents; what of everything is missing in the end. */
const lossesOfText = async (
  rig: Rig,
  { first, kills, random }: { first: number; kills: number; random: () => number },
): Promise<Losses> => {
  const made = await Promise.all(
    Array.from({ length: DOCUMENTS }, (_, index) => rig.makeDocuments(`kill-${first}-${index}`)),
  )
  const docs = made.map(({ plan }) => plan)
  const acked = new Set<string>()
  const seen = new Set<string>()
  for (let round = first; round < first + kills; round += 1) {
    const enough = 60 + Math.floor(random() * 400)
    const result = await typeUntilKilled(rig, docs, { round, enough })
    for (const key of result.acked) acked.add(key)
    for (const key of result.seen) seen.add(key)
    await rig.restart()
  }
  return {
    acked: acked.size,
    seen: seen.size,
    ackedLost: await missing(rig, docs, acked),
    seenLost: await missing(rig, docs, seen),
  }
}

const lossesOf = async (rig: Rig, kills: number): Promise<Losses> => {
  const random = seeded(seed)
  const all: Losses = { acked: 0, seen: 0, ackedLost: [], seenLost: [] }
  for (let first = 0; first < kills; first += KILLS_PER_TEXT) {
    const some = Math.min(KILLS_PER_TEXT, kills - first)
    const text = await lossesOfText(rig, { first, kills: some, random })
    all.acked += text.acked
    all.seen += text.seen
    all.ackedLost.push(...text.ackedLost)
    all.seenLost.push(...text.seenLost)
    if (rig.name === 'studio') noteProgress('G1', GOAL, inNumbers(first + some, all))
  }
  return all
}

const inNumbers = (kills: number, { acked, seen, ackedLost, seenLost }: Losses) => ({
  ...{ kills, acked, seen },
  ...{ ackedLost: ackedLost.length, seenLost: seenLost.length },
})

const KILLS = times(5, 200)

test(`G1: in ${KILLS} × kill -9 under ${EDITORS} editors nothing acknowledged and nothing seen is lost`, {
  timeout: 60_000 + KILLS * 20_000,
}, async () => {
  const rig = await studioRig()
  try {
    const losses = await lossesOf(rig, KILLS)
    noteFigure('G1', GOAL, inNumbers(KILLS, losses))
    expect(losses.acked).toBeGreaterThan(KILLS * 60)
    expect(losses.ackedLost, `seed ${seed}`).toEqual([])
    expect(losses.seenLost, `seed ${seed}`).toEqual([])
  } finally {
    await rig.stop()
  }
})

test('G1 control: a server that acknowledges before it stores loses what it acknowledged', {
  timeout: 60_000,
}, async () => {
  const rig = await naiveRig()
  try {
    expect((await lossesOf(rig, 1)).ackedLost.length).toBeGreaterThan(0)
  } finally {
    await rig.stop()
  }
})
