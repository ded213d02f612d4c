import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { protocols } from '#e2e/bench/sync/lib/wire.ts'
import { PLAN_BODY, PLAN_SCHEMA_VERSION } from '#shared/plans/shape.ts'
import { noteFigure, noteProgress, times } from './rig/figures.ts'
import { RawClient } from './rig/RawClient.ts'
import { editorOf, endpointOf } from './rig/Rig.ts'
import { type StudioRig, studioRig } from './rig/studioRig.ts'

const FIXTURES = times(12, 200)
const GOAL = 'updates accepted from older editors: 0'
const { sync } = protocols.yWebsocket

let studio: StudioRig
beforeAll(async () => {
  studio = await studioRig()
})
afterAll(() => studio?.stop())

const open = (name: string, query: string): Promise<RawClient> => {
  const { headers } = endpointOf(studio, name, editorOf(studio, 1))
  const address = `${studio.url.replace('http', 'ws')}/ws/docs/${name}?ack=1${query}`
  return new RawClient(address, headers).opened()
}

/** What an editor does on opening that does not know a node's name: it deletes it. */
const withoutSteps = (doc: Y.Doc): Uint8Array => {
  const before = Y.encodeStateVector(doc)
  const body = doc.getXmlFragment(PLAN_BODY)
  doc.transact(() => body.delete(0, body.length))
  return Y.encodeStateAsUpdate(doc, before)
}

const stepsIn = (doc: Y.Doc): number => doc.getXmlFragment(PLAN_BODY).length

const tryOld = async (
  name: string,
  query: string,
): Promise<{ code: number | null; left: number }> => {
  const reader = await open(name, '')
  await reader.ask()
  const client = await open(name, query)
  client.send(sync('', 'update', withoutSteps(reader.document())))
  await client.ask()
  const { code } = client
  client.leave()
  reader.leave()
  const after = await open(name, '')
  await after.ask()
  const left = stepsIn(after.document())
  after.leave()
  return { code, left }
}

test(`G8: editors of an older build delete nothing in ${FIXTURES} plans`, {
  timeout: 60_000 + FIXTURES * 2000,
}, async () => {
  let accepted = 0
  for (let fixture = 0; fixture < FIXTURES; fixture += 1) {
    const { plan: name } = await studio.makeDocuments('an older editor')
    for (const version of [PLAN_SCHEMA_VERSION - 1, Math.max(0, PLAN_SCHEMA_VERSION - 2)]) {
      const writing = await tryOld(name, `&schema=${version}`)
      const reading = await tryOld(name, `&schema=${version}&access=read`)
      // As a writer it is out of date; reading only it may stay, and what it sends is forbidden.
      expect([writing.code, reading.code]).toEqual([4409, 4403])
      if (writing.left === 0 || reading.left === 0) accepted += 1
    }
    noteProgress('G8', GOAL, { fixtures: fixture + 1, accepted })
  }
  noteFigure('G8', GOAL, { fixtures: FIXTURES, accepted })
  expect(accepted).toBe(0)
})

test('G8 control: the same editor that does not say how old it is deletes everything', async () => {
  const { plan: name } = await studio.makeDocuments('unguarded')
  expect(await tryOld(name, '')).toEqual({ code: null, left: 0 })
})
