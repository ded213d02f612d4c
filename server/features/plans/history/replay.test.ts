import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { halfGone } from '#server/platform/sync/testing/halfGone.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import type { KeyFrame, PastState, Until } from './jobs.ts'
import { FRAME_EVERY, KeyFrames } from './KeyFrames.ts'
import { readPages } from './readPages.ts'
import { replay } from './replay.ts'
import { addParagraph, logOf, PLAN, paragraph } from './testing.ts'

type Step = {
  readonly who: 0 | 1
  readonly act: 'add' | 'type' | 'delete' | 'drop' | 'hear'
  readonly at: number
  readonly words: string
  /** How long after the step before, ms; nought happens often. */
  readonly waits: number
}

const steps = fc.array(
  fc.record<Step>({
    who: fc.constantFrom(0, 1),
    act: fc.constantFrom('add', 'type', 'type', 'type', 'delete', 'drop', 'hear'),
    at: fc.nat(1000),
    words: fc.constantFrom('花', '先写后说', '𬬭', ' ', 'a1'),
    waits: fc.constantFrom(0, 0, 1, 700),
  }),
  { minLength: 1, maxLength: 40 },
)

const edit = (doc: Y.Doc, { act, at, words }: Step): void => {
  const body = doc.getXmlFragment(PLAN_BODY)
  if (body.length === 0 || act === 'add') return void addParagraph(doc, words)
  if (act === 'drop') {
    body.delete(at % body.length, 1)
    return
  }
  const text = paragraph(doc, at % body.length)
  if (act === 'delete' && text.length > 0) text.delete(at % text.length, 1)
  else text.insert(text.length === 0 ? 0 : at % text.length, words)
}

const bodyOf = (update: Uint8Array): string => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  return doc.getXmlFragment(PLAN_BODY).toString()
}

/** Plays the steps and notes after each what a client that has everything shows. */
const play = (given: readonly Step[]) => {
  const log = logOf()
  const docs = [new Y.Doc(), new Y.Doc()] as const
  const client = new Y.Doc()
  const seen: { readonly seq: number; readonly ms: number; readonly body: string }[] = []
  let ms = 1000
  for (const step of given) {
    const [mine, other] = [docs[step.who], docs[step.who === 0 ? 1 : 0]]
    ms += step.waits
    if (step.act === 'hear') Y.applyUpdate(mine, Y.encodeStateAsUpdate(other))
    else {
      log.edit(mine, `user-000${step.who}`, ms, (doc) => edit(doc, step))
      const { update, seq } = log.updates.at(-1)!
      Y.applyUpdate(client, update)
      seen.push({ seq, ms, body: client.getXmlFragment(PLAN_BODY).toString() })
    }
  }
  return { log, seen }
}

const stateAt = (
  log: ReturnType<typeof logOf>,
  until: Until,
  from: KeyFrame | null = null,
): Promise<PastState> =>
  replay({ kind: 'state', doc: PLAN, until, from }, log.read, new KeyFrames())

describe('a document as it was', () => {
  it('is what a client had then, at every number and every time, from any key frame', () =>
    fc.assert(
      fc.asyncProperty(steps, fc.nat(), async (given, chosen) => {
        const { log, seen } = play(given)
        if (seen.length === 0) return
        const at = seen[chosen % seen.length]!
        const bySeq = await stateAt(log, { seq: at.seq })
        expect(bodyOf(bySeq.update)).toBe(at.body)
        expect(bySeq.seq).toBe(at.seq)
        const last = seen.findLast(({ ms }) => ms <= at.ms)!
        const byTime = await stateAt(log, { ms: at.ms })
        expect([byTime.seq, bodyOf(byTime.update)]).toEqual([last.seq, last.body])
        const frame = { seq: bySeq.seq, ms: bySeq.latestMs, state: bySeq.update }
        const end = seen.at(-1)!
        expect(bodyOf((await stateAt(log, {}, frame)).update)).toBe(end.body)
      }),
      { numRuns: 150 },
    ))

  it('was stored when its last update was, also where a frame has a later one of an earlier clock', async () => {
    const log = logOf()
    const doc = new Y.Doc()
    for (const [i, ms] of [5000, 4000, 9000].entries())
      log.edit(doc, 'user-0001', ms, (d) => void addParagraph(d, `第${i}句`))
    const whole = await stateAt(log, { seq: 2 })
    const frame = { seq: 2, ms: whole.latestMs, state: whole.update }
    const again = await stateAt(log, { seq: 2 }, frame)
    for (const { atMs, latestMs } of [whole, again]) expect([atMs, latestMs]).toEqual([4000, 5000])
  })

  it('is nothing before the beginning', async () => {
    const { log } = play([{ who: 0, act: 'add', at: 0, words: '花', waits: 0 }])
    const past = await stateAt(log, { ms: 1 })
    expect(past).toMatchObject({ seq: 0, atMs: null, outline: { characters: 0, steps: [] } })
  })

  it('does not keep words that were deleted by then', async () => {
    const log = logOf()
    const doc = new Y.Doc()
    log.edit(doc, 'user-0001', 1, (d) => void addParagraph(d, 'a-secret-word'))
    log.edit(doc, 'user-0001', 2, (d) => d.getXmlFragment(PLAN_BODY).delete(0, 1))
    const { update } = await stateAt(log, {})
    expect(Buffer.from(update).toString('latin1')).not.toContain('a-secret-word')
  })
})

describe('states met on the way', () => {
  it('spare whoever comes again most of the log, and change nothing of what is shown', async () => {
    const log = logOf()
    const doc = new Y.Doc()
    log.edit(doc, 'user-0001', 0, (d) => void addParagraph(d, '起'))
    const text = paragraph(doc, 0)
    for (let i = 1; i < FRAME_EVERY + 3000; i += 1)
      log.edit(doc, 'user-0001', i, () => text.insert(0, '字'))
    const frames = new KeyFrames()
    let read = 0
    const counting = async (range: Parameters<typeof log.read>[0]) => {
      const page = log.updates.slice(range.afterSeq, range.afterSeq + range.limit)
      read += page.length
      return page
    }
    const ask = (until: Until) =>
      replay({ kind: 'state', doc: PLAN, until, from: null }, counting, frames)
    const whole = await ask({})
    expect(read).toBe(FRAME_EVERY + 3000)
    read = 0
    const again = await ask({ seq: FRAME_EVERY + 10 })
    expect([read, again.outline.characters]).toEqual([11, FRAME_EVERY + 10])
    expect(bodyOf((await ask({})).update)).toBe(bodyOf(whole.update))
    // One from before the frame is not built on it.
    expect((await ask({ seq: 5 })).outline.characters).toBe(5)
    expect((await ask({ ms: FRAME_EVERY - 500 })).seq).toBeGreaterThan(FRAME_EVERY - 500)
  })
})

describe('reading a log', () => {
  it('ends where it ended when it was read, however fast somebody types on', async () => {
    const update = new Uint8Array([0, 0])
    let asked = 0
    const growing = async ({ afterSeq }: { readonly afterSeq: number }) => {
      asked += 1
      if (asked > 5) throw new Error('it is run after')
      return [{ seq: afterSeq + 1, atMs: 1, authorId: null, update }]
    }
    const sizes: number[] = []
    for await (const page of readPages(growing, 0)) sizes.push(page.length)
    expect(sizes).toEqual([1])
  })

  it('asks for one page at a time, never for more than is wanted, and jumps over holes', async () => {
    const log = logOf()
    const doc = new Y.Doc()
    for (let i = 0; i < 2500; i += 1)
      log.edit(doc, 'user-0001', i, (d) => d.getText('x').insert(0, 'a'))
    log.updates.splice(1500, 1)
    const asked: number[] = []
    const sizes: number[] = []
    for await (const page of readPages(
      (range) => {
        asked.push(range.limit)
        return log.read(range)
      },
      0,
      { seq: 2200 },
    ))
      sizes.push(page.length)
    expect(sizes.reduce((a, b) => a + b)).toBe(2199)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1000)
    expect(asked).toEqual([1000, 1000, 199])
  })
})

it('[DR29] what an earlier build took in, and Yjs cannot follow step by step, has a past', async () => {
  const { updates, read } = logOf()
  for (const update of halfGone())
    updates.push({ ...{ seq: updates.length + 1, atMs: 1, authorId: null }, update })
  const after = new Y.Doc()
  after.getXmlFragment(PLAN_BODY).push([new Y.XmlElement('paragraph')])
  updates.push({ ...{ seq: 5, atMs: 2, authorId: null }, update: Y.encodeStateAsUpdate(after) })
  const job = { kind: 'state', doc: PLAN, until: {}, from: null } as const
  const { update, isWhole, seq } = await replay(job, read, new KeyFrames())
  expect([bodyOf(update), isWhole, seq]).toEqual(['<paragraph></paragraph>', true, 5])
})
