import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { UserId } from '#shared/ids.ts'
import { outlineOfDoc, type PlanJson } from '#shared/plans/outline.ts'
import { bodyOf, testPlanDoc } from '#shared/plans/testing.ts'
import { textsIn, textWith } from '../recovery/testing.ts'
import { type LogEntry, PlanReplay } from './PlanReplay.ts'

const LIN = 'lin' as UserId
const SHI = 'shi' as UserId

/** A log as two people write it, and what the plan said after each of its updates. */
const written = () => {
  const log: LogEntry[] = [{ by: null, update: Y.encodeStateAsUpdate(testPlanDoc()) }]
  const docs = new Map<UserId, Y.Doc>()
  const docOf = (by: UserId): Y.Doc => {
    const doc = docs.get(by) ?? new Y.Doc()
    if (!docs.has(by)) for (const { update } of log) Y.applyUpdate(doc, update)
    docs.set(by, doc)
    return doc
  }
  const texts = [outlineOfDoc(testPlanDoc()).text]
  const edit = (by: UserId, change: (doc: Y.Doc) => void): void => {
    const doc = docOf(by)
    const updates: Uint8Array[] = []
    const note = (update: Uint8Array) => updates.push(update)
    doc.on('update', note)
    change(doc)
    doc.off('update', note)
    for (const update of updates) {
      log.push({ by, update })
      for (const [other, copy] of docs) if (other !== by) Y.applyUpdate(copy, update)
      texts.push(outlineOfDoc(doc).text)
    }
  }
  return { log, texts, edit }
}
const replayOf = (log: readonly LogEntry[], restores = new Map<number, number>()) => {
  const replay = new PlanReplay(restores, (seq) => seq)
  replay.add(log)
  return replay
}
const wordsOf = (node: PlanJson): string => node.text ?? (node.content ?? []).map(wordsOf).join('')
const flat = (text: string): string => text.replaceAll('\n', '')
/** Whose these words are at a moment. */
const authorOf = (replay: PlanReplay, index: number, words: string) => {
  const { body, runs } = replay.view(index)
  let unit = wordsOf(body).indexOf(words)
  expect(unit, words).toBeGreaterThanOrEqual(0)
  for (const [length, by] of runs) {
    if (unit < length) return by
    unit -= length
  }
  return undefined
}

describe('a plan replayed in the browser', () => {
  test('says at every moment what it said then, forwards, backwards and across key frames', () => {
    const { log, texts, edit } = written()
    for (let n = 0; n < 1400; n += 1)
      edit(n % 3 === 0 ? SHI : LIN, (doc) => {
        const text = textsIn(bodyOf(doc))[8] as Y.XmlText
        doc.transact(() => {
          text.insert((n * 7) % text.length, String(n % 10))
          if (n % 5 === 4) text.delete(text.length - 1, 1)
        })
      })
    const replay = replayOf(log)
    expect(replay.count).toBe(texts.length)
    for (const at of [1, 2, 3, 900, 901, 905, 499, 500, 501, 1, 1200, 1400, texts.length])
      expect(wordsOf(replay.view(at).body), `after ${at}`).toBe(flat(texts[at - 1] ?? ''))
    expect(replay.view(0).body).toEqual({ type: 'doc', content: [] })
  })

  test('knows of every word who wrote it, also when somebody else moved it or took a deletion back', () => {
    const { log, edit } = written()
    edit(LIN, (doc) => textWith(doc, '默读、圈画').insert(0, '先听录音。'))
    edit(SHI, (doc) => textWith(doc, '默读、圈画').insert(2, '（两遍）'))
    const replay = replayOf(log)
    expect(authorOf(replay, 3, '先听')).toBe(LIN)
    expect(authorOf(replay, 3, '（两遍）')).toBe(SHI)
    expect(authorOf(replay, 3, '录音。')).toBe(LIN)
    expect(authorOf(replay, 3, '默读')).toBe(null)
    edit(SHI, (doc) => {
      const body = bodyOf(doc)
      const step = body.toArray().findLast((b) => b.toString().includes('录音')) as Y.XmlElement
      const copy = step.clone()
      doc.transact(() => {
        body.delete(body.toArray().indexOf(step), 1)
        body.insert(0, [copy])
      })
    })
    const moved = replayOf(log)
    expect(moved.count).toBe(4)
    expect(wordsOf(moved.view(4).body).indexOf('听（两遍）')).toBeLessThan(60)
    expect(authorOf(moved, 4, '录音。')).toBe(LIN)
  })

  test('what a restored version brings back stays its writer’s', () => {
    const { log, edit } = written()
    edit(LIN, (doc) => textWith(doc, '默读、圈画').insert(0, '先听录音。'))
    edit(SHI, (doc) => textWith(doc, '默读、圈画').delete(0, 5))
    const restored = new Y.Doc()
    for (const { update } of log) Y.applyUpdate(restored, update)
    restored.clientID = 4711
    const before = Y.encodeStateVector(restored)
    textWith(restored, '默读、圈画').insert(0, '先听录音。')
    log.push({ by: SHI, update: Y.encodeStateAsUpdate(restored, before) })
    expect(authorOf(replayOf(log, new Map([[4711, 2]])), 4, '先听')).toBe(LIN)
  })

  test('shows where the last update wrote, and who', () => {
    const { log, edit } = written()
    edit(LIN, (doc) => textWith(doc, '默读、圈画').insert(0, '先听'))
    edit(SHI, (doc) => textWith(doc, '默读、圈画').delete(0, 1))
    const replay = replayOf(log)
    const { caret, body } = replay.view(2)
    expect(caret).toEqual({ unit: wordsOf(body).indexOf('先听') + 2, by: LIN })
    expect(replay.view(3).caret).toBe(null)
  })
})
