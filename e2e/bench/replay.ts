import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createLog } from '#server/platform/log.ts'
import { ByteWriter } from '#server/platform/sync/store/ByteWriter.ts'
import { embeddedDocStore, journalFolder } from '#server/platform/sync/store/embeddedDocStore.ts'
import { segmentName } from '#server/platform/sync/store/Journal.ts'
import { RecordWriter, segmentHeader } from '#server/platform/sync/store/journalFormat.ts'
import type { DocName } from '#shared/sync/docName.ts'
import { median } from './sync/lib/stats.ts'

/**
 * How long a start reads what a killed studio left in its journal, before the first document can be
 * opened: `npm run bench:replay -- [megabytes] [runs] [keystrokes in a turn]`. Every run is a process
 * of its own, as a start is. One keystroke in a turn is a record each, as if no two people ever typed at
 * once; with three, 60 MB are more than a million keystrokes.
 */
const DOCUMENTS = 30
const PEOPLE = 60
const UPDATE_BYTES = 22
const SEGMENT_BYTES = 16 << 20
const GOAL_MS = 500

/** As long as `newId` makes them. */
const idOf = (n: number): string => String(n).padStart(22, 'x')

/** Answers how many keystrokes there are. */
const fill = (dataDir: string, megabytes: number, inTurn: number): number => {
  const folder = journalFolder(dataDir)
  mkdirSync(folder, { recursive: true })
  const writer = new RecordWriter(new ByteWriter())
  let keystrokes = 0
  for (let segment = 1, left = megabytes * 1e6; left > 0; segment += 1) {
    const { header, mark } = segmentHeader()
    const parts: Uint8Array[] = [header]
    let bytes = 0
    for (let turn = 0; bytes < SEGMENT_BYTES && left > 0; turn += 1) {
      const authorId = idOf(turn % PEOPLE)
      const name = `plan:${idOf(turn % DOCUMENTS)}` as DocName
      const updates = Array.from({ length: inTurn }, () => {
        keystrokes += 1
        const update = new Uint8Array(UPDATE_BYTES).fill(keystrokes)
        return { seq: keystrokes, atMs: 1.79e12 + keystrokes, authorId, update }
      })
      const record = Buffer.from(writer.write([{ name, updates, claims: [], fence: 0 }], mark))
      parts.push(record)
      bytes += record.length
      left -= record.length
    }
    appendFileSync(join(folder, segmentName(segment)), Buffer.concat(parts))
  }
  return keystrokes
}

/** In a process that has done nothing else yet: what it takes, in ms. */
const measure = async (dataDir: string): Promise<void> => {
  const began = performance.now()
  const store = await embeddedDocStore({ dataDir, log: createLog('warn') })
  const openMs = performance.now() - began
  const opened = process.cpuUsage()
  // Answered when the whole journal has been read.
  const documents = (await store.unfinished()).length
  const replayMs = performance.now() - began - openMs
  const { user, system } = process.cpuUsage(opened)
  const replayCpuMs = (user + system) / 1000
  await store.flush()
  const storedMs = performance.now() - began
  await store.close()
  const figures = { openMs, replayMs, replayCpuMs, storedMs, documents }
  process.stdout.write(JSON.stringify(figures))
}

type Figures = Record<'openMs' | 'replayMs' | 'replayCpuMs' | 'storedMs', number>

const measureAgain = (filled: string, folder: string): Figures => {
  cpSync(filled, folder, { recursive: true })
  const words = [...process.execArgv, import.meta.filename, 'measure', folder]
  const { stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  rmSync(folder, { recursive: true, force: true })
  if (!stdout || stderr) throw new Error(stderr)
  return JSON.parse(stdout)
}

const report = (megabytes: number, runs: number, inTurn: number): void => {
  const folder = mkdtempSync(join(tmpdir(), 'yanke-replay-'))
  try {
    const keystrokes = fill(join(folder, 'filled'), megabytes, inTurn)
    const figures = Array.from({ length: runs }, () =>
      measureAgain(join(folder, 'filled'), join(folder, 'run')),
    )
    const row = (name: string, pick: (one: Figures) => number): string => {
      const values = figures.map(pick).map(Math.round)
      return `| ${name} | ${median(values)} | ${Math.min(...values)}–${Math.max(...values)} |`
    }
    process.stdout.write(
      [
        `${megabytes} MB, ${keystrokes} keystrokes in ${DOCUMENTS} documents, ${runs} runs; goal: read within ${GOAL_MS} ms\n`,
        '| ms | median | from–to |',
        '|---|---|---|',
        row('database open', ({ openMs }) => openMs),
        row('journal read: documents can be opened', ({ replayMs }) => replayMs),
        row('… processor time of it', ({ replayCpuMs }) => replayCpuMs),
        row('everything in the database', ({ storedMs }) => storedMs),
        '',
      ].join('\n'),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const [, , first, second, third] = process.argv
if (first === 'measure') await measure(second ?? '')
else report(Number(first ?? 60), Number(second ?? 5), Number(third ?? 1))
