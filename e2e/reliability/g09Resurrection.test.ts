import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { protocols } from '#e2e/bench/sync/lib/wire.ts'
import { type Studio, startStudio } from '#e2e/support/startStudio.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { noteFigure, noteProgress, times } from './rig/figures.ts'
import { RawClient } from './rig/RawClient.ts'
import { editorOf, endpointOf } from './rig/Rig.ts'
import { type StudioRig, studioRig } from './rig/studioRig.ts'
import { until } from './rig/until.ts'

const ROUNDS = times(1, 20)
const STALE = 10
const GOAL = 'purged words that came back: 0'
const PURGED = '这句话备份之后才写，恢复之后不该回来'

const { read, sync } = protocols.yWebsocket
const root = new URL('../../', import.meta.url).pathname
const run = promisify(execFile)

let studio: StudioRig
let restored: Studio | null = null
let folder = ''
beforeEach(async () => {
  studio = await studioRig()
  folder = await mkdtemp(join(tmpdir(), 'yanke-restore-'))
})
afterEach(async () => {
  await restored?.stop()
  restored = null
  await studio.stop()
  await rm(folder, { recursive: true, force: true })
})

/** As the README says it, from outside. */
const command = (name: 'backup' | 'restore', words: readonly string[]) =>
  run(process.execPath, [join(root, 'server/start', `${name}.mjs`), ...words], { cwd: root })

type Visit = { readonly url: string; readonly name: string; readonly epoch: string | null }

const visit = async ({ url, name, epoch }: Visit, who: number): Promise<RawClient> => {
  const { headers } = endpointOf(studio, name, editorOf(studio, who))
  const query = epoch === null ? '' : `&epoch=${encodeURIComponent(epoch)}`
  const address = `${url.replace('http', 'ws')}/ws/docs/${name}?ack=1${query}`
  return new RawClient(address, headers).opened()
}

/** `[101, length, epoch]`. */
const epochIn = ({ received }: RawClient): string => {
  const message = received.find((frame) => frame[0] === 101)
  return Buffer.from(message?.subarray(2) ?? []).toString()
}

const bodyOf = async (at: Omit<Visit, 'epoch'>): Promise<string> => {
  const client = await visit({ ...at, epoch: '' }, 0)
  await client.ask()
  const text = client.document().getXmlFragment(PLAN_BODY).toString()
  client.leave()
  return text
}

/** Writes on a copy of what the client has and waits until it is kept; answers the whole copy. */
const writes = async (client: RawClient, words: string): Promise<Y.Doc> => {
  await client.ask()
  const doc = client.document()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  doc.getXmlFragment(PLAN_BODY).push([paragraph])
  client.send(sync('', 'update', Y.mergeUpdates(updates)))
  await until('it is kept', () => client.acked >= 1)
  return doc
}

/** As a restore without epochs would leave the documents. */
const forgetRestore = (dataDir: string, epoch: string): void => {
  const documents = new DatabaseSync(join(dataDir, 'documents.sqlite'))
  documents.prepare('update doc_meta set epoch = ?').run(epoch)
  documents.exec('delete from doc_client')
  documents.close()
}

/** Answers our questions as a provider does that still has its old copy: with everything in it. */
const bringsBack = async (client: RawClient, copy: Y.Doc): Promise<number | null> => {
  await until('a greeting or the end', () => client.code !== null || client.received.length > 0)
  const asked = client.received.map(read).find(({ kind }) => kind === 'step1')
  const vector = asked?.kind === 'step1' ? asked.payload : Uint8Array.of(0)
  client.send(sync('', 'step2', Y.encodeStateAsUpdate(copy, vector)))
  await client.ask()
  return client.code
}

test(`G9: what a restored backup does not have comes back from nobody’s old copy (${ROUNDS})`, {
  timeout: 60_000 + ROUNDS * 40_000,
}, async () => {
  let returned = 0
  let turnedAway = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const { plan: name } = await studio.makeDocuments('restored')
    const first = await visit({ url: studio.url, name, epoch: '' }, 1)
    await writes(first, '备份之前写的')
    const copyTo = join(folder, `copy-${round}`)
    const dataDir = join(folder, `data-${round}`)
    await command('backup', ['--to', copyTo, '--data', studio.dataDir])
    const late = await visit({ url: studio.url, name, epoch: '' }, 2)
    const copy = await writes(late, PURGED)
    const epoch = epochIn(late)
    expect(epoch).not.toBe('')
    for (const client of [first, late]) client.leave()
    await command('restore', ['--from', copyTo, '--data', dataDir])
    restored = await startStudio({ LIVEKIT_OFF: '1', RATE_LIMIT: '10000000' }, dataDir)
    const at = { url: restored.url, name }
    // Half of them are stock clients, which do not say which past their copy belongs to.
    for (let stale = 0; stale < STALE; stale += 1) {
      const client = await visit({ ...at, epoch: stale % 2 === 0 ? epoch : null }, stale)
      if ((await bringsBack(client, copy)) === 4409) turnedAway += 1
      client.leave()
    }
    const body = await bodyOf(at)
    expect(body).toContain('备份之前写的')
    if (body.includes(PURGED)) returned += 1
    // Control: the same copies, and nothing that says that this is another past.
    await restored.kill()
    forgetRestore(dataDir, epoch)
    await restored.restart()
    for (const said of [epoch, null]) {
      const admitted = await visit({ url: restored.url, name, epoch: said }, 2)
      await bringsBack(admitted, copy)
      admitted.leave()
    }
    expect(await bodyOf({ url: restored.url, name })).toContain(PURGED)
    await restored.stop()
    restored = null
    noteProgress('G9', GOAL, { rounds: round + 1, turnedAway, returned })
  }
  const stale = ROUNDS * STALE
  noteFigure('G9', GOAL, { rounds: ROUNDS, stale, turnedAway, returned })
  expect(returned).toBe(0)
  expect(turnedAway).toBe(stale)
})
