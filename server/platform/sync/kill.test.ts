import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { ackCount, update } from './testing/frames.ts'
import { sqliteDocStore } from './testing/sqliteDocStore.ts'
import { PLAN, rawClient, until, updateOf } from './testing/syncHarness.ts'

const KILLS = 6
const program = fileURLToPath(new URL('./testing/killedServer.ts', import.meta.url))

let folder: string
let child: ChildProcess | null = null
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yanke-kill-'))
})
afterEach(async () => {
  child?.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

const start = async (file: string, state: 'new' | 'old'): Promise<string> => {
  const started = spawn(process.execPath, [program, file, state], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child = started
  let output = ''
  started.stdout.on('data', (data: Buffer) => {
    output += data.toString()
  })
  await until('the child listens', () => output.includes('\n'))
  return `ws://127.0.0.1:${output.trim()}/ws/docs/${PLAN}?ack=1`
}

test(`[DR7] nothing that was acknowledged is lost in ${KILLS} times kill -9`, {
  timeout: 120_000,
}, async () => {
  const file = join(folder, 'docs.sqlite')
  /** Every key a writer was told is saved. */
  const acknowledged = new Set<string>()
  for (let kill = 0; kill < KILLS; kill += 1) {
    const url = await start(file, kill === 0 ? 'new' : 'old')
    const dying = child!
    const writers = await Promise.all(
      ['a', 'b', 'c'].map(async (letter) => {
        const client = rawClient(url)
        await client.opened
        const doc = new Y.Doc()
        let sent = 0
        const keys: string[] = []
        const write = () => {
          const key = `${kill}-${letter}-${sent}`
          keys.push(key)
          sent += 1
          client.send(update(updateOf((d) => d.getMap('edits').set(key, 1), doc)))
        }
        client.socket.on('message', (data: Buffer) => {
          const count = ackCount(new Uint8Array(data))
          if (count === null) return
          // The second byte alone: counts stay below 128 because of this line.
          for (const key of keys.slice(0, count)) acknowledged.add(key)
          if (sent < 120) write()
        })
        for (let i = 0; i < 5; i += 1) write()
        return client
      }),
    )
    const enough = acknowledged.size + 40 + kill * 25
    await until('some are acknowledged', () => acknowledged.size >= enough)
    dying.kill('SIGKILL')
    await once(dying, 'exit')
    for (const writer of writers) writer.leave()
  }
  const { db, store } = await sqliteDocStore(file, false)
  const doc = new Y.Doc()
  for (const { update: bytes } of await store.history(PLAN, { afterSeq: 0, limit: 100_000 }))
    Y.applyUpdate(doc, bytes)
  const kept = doc.getMap('edits')
  const lost = [...acknowledged].filter((key) => !kept.has(key))
  expect(lost).toEqual([])
  expect(acknowledged.size).toBeGreaterThan(KILLS * 40)
  await db.destroy()
})
