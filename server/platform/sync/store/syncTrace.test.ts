import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, test } from 'vitest'
import { isLongRun } from '#server/testing/isLongRun.ts'
import { openLedger } from './testing/storeLedger.ts'

/** G4. */
const APPENDS = isLongRun ? 5000 : 200
const hasStrace = spawnSync('strace', ['-V']).status === 0
const STRACE = ['strace', '-f', '-y', '-s', '4096', '-e', 'trace=write,pwrite64,fdatasync,fsync']

let ledger: Awaited<ReturnType<typeof openLedger>>
afterEach(() => ledger.end())

/**
 * Reads a trace. `early` are the acknowledgements for which no fdatasync of that journal file had
 * begun after their record's write and ended before the acknowledgement.
 */
const judge = async (trace: string): Promise<{ acks: number; early: string[] }> => {
  /** Edit → the segment it went to and the trace's line. */
  const written = new Map<string, { file: string; at: number }>()
  /** Segment → the start of the newest fdatasync that has ended. */
  const synced = new Map<string, number>()
  /** Thread → the fdatasync it is in. */
  const underway = new Map<string, { file: string; at: number }>()
  const early: string[] = []
  let acks = 0
  let at = 0
  for await (const line of createInterface({ input: createReadStream(trace) })) {
    at += 1
    const thread = /^\d+/.exec(line)?.[0] ?? ''
    const write = /(?:pwrite64|write)\(\d+<([^>]*)>, (".*)/.exec(line)
    if (write?.[1]?.includes('/journal/'))
      for (const [, edit = ''] of (write[2] ?? '').matchAll(/edit-(\d+-\d+)-try/g))
        written.set(edit, { file: write[1], at })
    const ack = /write\(1<[^>]*>, "SAVED (\d+) (\d+)/.exec(line)
    if (ack) {
      acks += 1
      const record = written.get(`${ack[1]}-${ack[2]}`)
      if (!record || (synced.get(record.file) ?? -1) < record.at) early.push(line)
    }
    const sync = /(?:fdatasync|fsync)\(\d+<([^>]*)>/.exec(line)
    if (sync?.[1]) underway.set(thread, { file: sync[1], at })
    const ended = /(?:fdatasync|fsync).*= 0$/.test(line) ? underway.get(thread) : undefined
    if (ended) synced.set(ended.file, ended.at)
  }
  return { acks, early }
}

const traced = async (defect: string, most: number) => {
  ledger = await openLedger()
  const trace = join(ledger.folder, 'trace')
  const child = ledger.start({ under: [...STRACE, '-o', trace], defect, most })
  await once(child, 'close')
  return judge(trace)
}

describe.skipIf(!hasStrace)('[DR7] what the kernel saw', () => {
  test(`each of ${APPENDS} appends is acknowledged after an fdatasync that began after its write`, {
    timeout: 600_000,
  }, async () => {
    const { acks, early } = await traced('none', APPENDS)
    expect(early).toEqual([])
    expect(acks).toBe(ledger.count('SAVED'))
    expect(acks).toBeGreaterThan(APPENDS)
  })

  test('and an acknowledgement without it would be noticed', { timeout: 60_000 }, async () => {
    const { acks, early } = await traced('no-sync', 50)
    expect(acks).toBeGreaterThan(50)
    expect(early.length).toBeGreaterThan(acks / 2)
  })
})
