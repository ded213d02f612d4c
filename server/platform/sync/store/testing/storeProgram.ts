import { writeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { docName } from '#shared/sync/docName.ts'
import { createLog } from '../../../log.ts'
import { errorCode } from '../../../net/errorCode.ts'
import { embeddedDocStore } from '../embeddedDocStore.ts'
import { type FileOps, realFiles } from '../FileOps.ts'

/**
 * A store to be killed, starved and traced: `node storeProgram.ts <data folder> <defect> [most
 * appends]`. Appends for ever and says on stdout, by `write(2)` and nothing in between:
 *
 *   WROTE <document> <seq> <text>     the append has returned
 *   FAILED <document> <seq> <code>    it has thrown; the same number is tried again with another text
 *   SAVED <document> <seq>            it is durable
 */
const [dataDir = '', defect = 'none', most = '0'] = process.argv.slice(2)
const tell = (...words: readonly (string | number)[]): void => {
  const line = Buffer.from(`${words.join(' ')}\n`)
  for (let done = 0; done < line.length; ) {
    try {
      done += writeSync(1, line, done)
    } catch (error) {
      if (errorCode(error) !== 'EAGAIN') throw error
      // The reader is behind: a moment without giving way to anything else here.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
    }
  }
}

let syncs = 0
/** Each takes one promise away, so that a test can show that it would notice. */
const defects: Record<string, FileOps> = {
  none: realFiles,
  // Answers before the kernel has the bytes.
  'late-write': {
    ...realFiles,
    write: (fd, bytes, from, position) => {
      const copy = bytes.slice(from)
      setTimeout(() => realFiles.write(fd, copy, 0, position), 300)
      return copy.length
    },
  },
  'no-sync': { ...realFiles, dataSync: async () => {} },
  'failing-sync': {
    ...realFiles,
    dataSync: async (fd) => {
      syncs += 1
      if (syncs > 5) throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
      await realFiles.dataSync(fd)
    },
  },
  // Takes what the disk refuses for written.
  'deaf-write': {
    ...realFiles,
    write: (fd, bytes, from, position) => {
      try {
        return realFiles.write(fd, bytes, from, position)
      } catch {
        return bytes.length - from
      }
    },
  },
}

const DOCUMENTS = [1, 2, 3, 4, 5]
const nameOf = (document: number) => docName('plan', `document${document}`)
const store = await embeddedDocStore({
  dataDir,
  log: createLog('silent'),
  segmentBytes: 1 << 18,
  files: defects[defect] ?? realFiles,
})
const lastSeqs = new Map<number, number>()
for (const document of DOCUMENTS) {
  const meta = { epoch: 'epoch-1', schemaVersion: 1, createdAtMs: 1 }
  await store.create(meta, { name: nameOf(document), updates: [], claims: [], fence: 0 })
  lastSeqs.set(document, (await store.load(nameOf(document)))?.lastSeq ?? 0)
}

let isStopping = false
process.on('SIGTERM', () => {
  isStopping = true
})
const random = (below: number): number => Math.floor(Math.random() * below)

for (let turn = 0; !isStopping && (most === '0' || turn < Number(most)); turn += 1) {
  const chosen = DOCUMENTS.filter(() => random(2) === 0)
  const edits = chosen.map((document) => {
    const seq = (lastSeqs.get(document) ?? 0) + 1
    return { document, seq, text: `edit-${document}-${seq}-try${turn}-${'x'.repeat(random(600))}` }
  })
  if (edits.length === 0) continue
  try {
    const { durable } = store.append(
      edits.map(({ document, seq, text }) => ({
        name: nameOf(document),
        updates: [
          { seq, atMs: 1_700_000_000_000 + turn, authorId: 'a', update: Buffer.from(text) },
        ],
        claims: [],
        fence: 0,
      })),
    )
    for (const { document, seq, text } of edits) {
      tell('WROTE', document, seq, text)
      lastSeqs.set(document, seq)
    }
    void durable.then(() => {
      for (const { document, seq } of edits) tell('SAVED', document, seq)
    })
    if (most !== '0') await durable
  } catch (error) {
    for (const { document, seq } of edits) tell('FAILED', document, seq, errorCode(error))
    await pause(20)
  }
  if (random(8) === 0) await pause(random(6))
  // Into the middle of what the database is doing.
  if (random(20) === 0) void store.flush().catch(() => {})
}
await store.close()
tell('CLOSED')
process.exit(0)
