import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { StoredUpdate } from '#server/platform/sync/DocStore.ts'
import { deferred, until } from '#server/platform/sync/testing/syncHarness.ts'
import { HistoryThread } from './HistoryThread.ts'
import type { ReadPage } from './jobs.ts'
import { addParagraph, logOf, PLAN, paragraph } from './testing.ts'

let thread: HistoryThread
afterEach(() => thread.close())

const threadOn = (read: ReadPage, more: { readonly idleMs?: number } = {}): HistoryThread => {
  thread = new HistoryThread({ readPage: () => read, ...more })
  return thread
}

/** A long sitting: letters one at a time, now and then one taken back. */
const longLog = (keystrokes: number) => {
  const log = logOf()
  const doc = new Y.Doc()
  log.edit(doc, 'user-lin-0001', 0, (d) => void addParagraph(d, '起'))
  const text = paragraph(doc, 0)
  for (let i = 1; i < keystrokes; i += 1)
    log.edit(doc, 'user-lin-0001', i * 200, () => {
      if (i % 9 === 8) text.delete(text.length - 1, 1)
      else text.insert(text.length, '字')
    })
  return { log, length: text.length }
}

/** Sequence numbers are positions, so that a page costs what it holds. */
const pagesOf =
  (updates: readonly StoredUpdate[]): ReadPage =>
  async ({ afterSeq, limit }) =>
    updates.slice(afterSeq, afterSeq + limit)

describe('histories beside the serving thread', () => {
  it('works through a long log while the loop goes on, a page in memory at a time', async () => {
    const { log, length } = longLog(12_000)
    let largest = 0
    const read: ReadPage = async (range) => {
      const page = await pagesOf(log.updates)(range)
      largest = Math.max(largest, page.length)
      return page
    }
    threadOn(read)
    let turns = 0
    const ticking = setInterval(() => {
      turns += 1
    }, 1)
    const [past, who] = await Promise.all([
      thread.state({ doc: PLAN, until: {}, from: null }),
      thread.contribution({ doc: PLAN, restores: [] }),
    ])
    clearInterval(ticking)
    expect([past.seq, past.outline.characters, who.characters]).toEqual([12_000, length, length])
    expect(largest).toBe(1000)
    // Replaying takes many times as long in one piece: on this thread it would be one turn.
    expect(turns).toBeGreaterThan(20)
  })

  it('goes on after a job that failed, and after its thread has died', async () => {
    const { log } = longLog(10)
    let isBroken = true
    threadOn(async (range) => {
      if (isBroken) throw new Error('the disk is gone')
      return pagesOf(log.updates)(range)
    })
    const ask = () => thread.state({ doc: PLAN, until: {}, from: null })
    await expect(ask()).rejects.toThrow('the disk is gone')
    isBroken = false
    expect((await ask()).seq).toBe(10)
    const bad = { seq: 0, ms: 0, state: new Uint8Array([255, 255]) }
    await expect(thread.state({ doc: PLAN, until: {}, from: bad })).rejects.toThrow('failed')
    expect((await ask()).seq).toBe(10)
  })

  it('takes jobs one after the other and refuses when too many wait', async () => {
    const gate = deferred()
    threadOn(async () => {
      await gate.promise
      return []
    })
    const ask = () => thread.state({ doc: PLAN, until: {}, from: null })
    const asked = Array.from({ length: 33 }, ask)
    await expect(ask()).rejects.toThrow('plans/history-busy')
    gate.resolve()
    expect(await Promise.all(asked)).toHaveLength(33)
  })

  it('lets an idle thread go and starts another when it is needed', async () => {
    const { log } = longLog(3)
    threadOn(pagesOf(log.updates), { idleMs: 1 })
    const ask = () => thread.state({ doc: PLAN, until: {}, from: null })
    expect((await ask()).seq).toBe(3)
    await until('it is gone', () => !thread.isRunning)
    expect((await ask()).seq).toBe(3)
  })

  it('refuses what is underway when the studio closes', async () => {
    threadOn(() => new Promise(() => {}))
    const asked = thread.state({ doc: PLAN, until: {}, from: null })
    const refused = expect(asked).rejects.toThrow('closing')
    await thread.close()
    await refused
  })
})
