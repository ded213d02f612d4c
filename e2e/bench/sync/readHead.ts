import { execFileSync } from 'node:child_process'
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { summaryOf } from './lib/stats.ts'
import { traceSource } from './lib/trace.ts'
import type { Head } from './records.ts'
import { studioEnv, TEACHERS } from './targets/studio.ts'

const FSYNCS = 100

/** What one small write costs that is on the disk before it counts. */
const fsyncCost = () => {
  const folder = mkdtempSync(join(process.env.BENCH_TMP ?? tmpdir(), 'yanke-fsync-'))
  const file = openSync(join(folder, 'probe'), 'w')
  const costs = Array.from({ length: FSYNCS }, () => {
    const beganMs = performance.now()
    writeSync(file, Buffer.alloc(4096, 1))
    fsyncSync(file)
    return performance.now() - beganMs
  })
  closeSync(file)
  rmSync(folder, { recursive: true, force: true })
  return summaryOf(costs)
}

const commit = (): string => {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}

/** The machine, the disk, and under what rules the studio was measured. */
export const readHead = (isQuick: boolean): Head => {
  const fsync = fsyncCost()
  return {
    ...{ kind: 'head', at: new Date().toISOString(), isQuick, node: process.version },
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    commit: commit(),
    fsyncP50Ms: fsync.p50,
    fsyncP99Ms: fsync.p99,
    history: traceSource(),
    signedIn: `${TEACHERS} teachers of one planning group with accounts and sessions, by turns`,
    checks:
      'SQLite, durable before acknowledged, acknowledgements asked for, session, origin, role, gate, client-id ownership, guards of comments',
    limits: `RATE_LIMIT=${studioEnv.RATE_LIMIT} requests per minute (default 6000), for making lessons; every other limit as it comes`,
  }
}
