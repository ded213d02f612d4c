import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { z } from 'zod'
import { summaryOf } from '#e2e/bench/sync/lib/stats.ts'
import { callStudio } from '#e2e/support/studioApi.ts'
import { closeCodes } from '#shared/sync/closeCodes.ts'
import { addComment, update, updateOf, writeParagraph } from './corpus/frames.ts'
import { type Case, revocations } from './corpus/revocations.ts'
import { naiveRig } from './naive/naiveRig.ts'
import { noteFigure, noteProgress, times } from './rig/figures.ts'
import type { RawClient } from './rig/RawClient.ts'
import { editorOf, type Rig, raw } from './rig/Rig.ts'
import { stateOf } from './rig/stateOf.ts'
import { type StudioRig, studioRig } from './rig/studioRig.ts'
import { until } from './rig/until.ts'

const ROUNDS = times(1, 100)
const GOAL = 'sockets dead after a revocation: p99 ≤ 1 s'

const inNumbers = (revocation: string, rounds: number, lived: readonly number[]) => {
  const { p50, p99, max } = summaryOf(lived)
  return { revocation, rounds, sockets: lived.length, p50Ms: p50, p99Ms: p99, maxMs: max }
}

let studio: StudioRig
beforeAll(async () => {
  studio = await studioRig()
})
afterAll(() => studio?.stop())

/** Writes into the document one may write into, as often as asked. */
const penOf = ({ victim, writes }: Case) => {
  const doc = new Y.Doc()
  return (words: string): Uint8Array => {
    if (writes !== 'comments') return update(updateOf(() => writeParagraph(doc, words), doc))
    const thread = new Y.Doc()
    return update(updateOf(() => addComment(thread, victim, words), thread))
  }
}

type Opened = { readonly doc: string; readonly client: RawClient }

/** All sockets open, and where the victim may write, something written and acknowledged. */
const connect = async (rig: Rig, one: Case, pen: (words: string) => Uint8Array) => {
  const opened: readonly Opened[] = one.docs.map((doc) => ({
    doc,
    client: raw(rig, doc, one.victim),
  }))
  for (const { doc, client } of opened)
    if (!(await client.ask())) throw new Error(`${doc} was closed with ${client.code} too early`)
  const writing = opened.find(({ doc }) => doc.startsWith(`${one.writes}:`))
  if (writing) {
    writing.client.send(pen('words of before'))
    await until('it is stored', () => writing.client.acked > 0)
  }
  return { opened, writing: writing ?? opened[0]! }
}

/** How long each socket lived on, in ms, and whether anything said after the revocation counts. */
const revoke = async (rig: Rig, one: Case, graceMs: number) => {
  const pen = penOf(one)
  const { opened, writing } = await connect(rig, one, pen)
  await one.revoke()
  const revokedMs = performance.now()
  for (let i = 0; i < 20; i += 1) writing.client.send(pen(`words of after ${i}`))
  const lived = await Promise.all(
    opened.map(({ client }) =>
      Promise.race([
        client.closed.then(() => Math.max(0, performance.now() - revokedMs)),
        new Promise<null>((resolve) => setTimeout(() => resolve(null), graceMs)),
      ]),
    ),
  )
  for (const { client } of opened) client.leave()
  const { doc } = await stateOf(rig, writing.doc, editorOf(rig, 0))
  const text =
    doc.getXmlFragment('body').toString() + JSON.stringify(doc.getMap('threads').toJSON())
  return {
    lived,
    isAccepted: text.includes('words of after'),
    isWritten: text.includes('of before'),
  }
}

/** What the same cookie gets now. */
const comeBack = async (rig: Rig, one: Case): Promise<Case['back'] | number> => {
  const client = raw(rig, one.docs[0]!, one.victim)
  if (!(await client.ask())) {
    if (client.code === closeCodes.NotFound.code) return 'NotFound'
    return client.code === closeCodes.NotSignedIn.code ? 'NotSignedIn' : (client.code ?? 0)
  }
  client.send(penOf({ ...one, writes: 'plan' })('words of a return'))
  const mayWrite = await client.ask()
  client.leave()
  return mayWrite ? 'write' : 'read'
}

/** Never waited for: whoever is not closed by then is not closed. */
const GRACE_MS = 10_000

const sharedSchema = z.object({ share: z.object({ shareId: z.string() }), url: z.string() })

/** A guest in front of a feed, whose link is revoked: how long the feed lived on, and whether they come back. */
const revokeLink = async (): Promise<{ readonly livedMs: number; readonly isBack: boolean }> => {
  const { cookie } = studio.editors[0]!
  const { lessonId } = await studio.makeDocuments('shared')
  const sharing = await callStudio(studio.url, sharedSchema, {
    ...{ method: 'POST', path: `/lessons/${lessonId}/shares`, cookie },
    body: { parts: { teacherVideo: false, slides: true, findings: true }, days: 7 },
  })
  const { share, url } = sharing.answer
  const body = { token: new URL(url).hash.slice(1) }
  const entered = await callStudio(studio.url, z.unknown(), {
    ...{ method: 'POST', path: '/shares/enter', body },
  })
  const headers = { cookie: entered.cookie }
  const feed = new WebSocket(`${studio.url.replace('http', 'ws')}/ws/feed`, { headers })
  await until('the feed is open', () => feed.readyState === WebSocket.OPEN)
  await callStudio(studio.url, z.unknown(), {
    ...{ method: 'DELETE', path: `/shares/${share.shareId}`, cookie },
  })
  const revokedMs = performance.now()
  await until('the feed is closed', () => feed.readyState === WebSocket.CLOSED)
  const livedMs = performance.now() - revokedMs
  return { livedMs, isBack: (await fetch(`${studio.url}/api/shares/page`, { headers })).ok }
}

describe('G25: who loses a right loses the sockets', () => {
  test.each(revocations)('%s', { timeout: 30_000 + ROUNDS * 15_000 }, async (name, prepare) => {
    const lived: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const one = await prepare(studio)
      const result = await revoke(studio, one, GRACE_MS)
      expect(result.lived, 'every socket is closed').not.toContain(null)
      expect(result.isAccepted, 'nothing said afterwards counts').toBe(false)
      expect(result.isWritten).toBe(one.writes !== 'nothing')
      expect(await comeBack(studio, one)).toBe(one.back)
      lived.push(...result.lived.filter((ms) => ms !== null))
      if (round % 20 === 19) noteProgress('G25', GOAL, inNumbers(name, round + 1, lived))
    }
    noteFigure('G25', GOAL, inNumbers(name, ROUNDS, lived))
  })

  test('a guest whose link is revoked', { timeout: 30_000 + ROUNDS * 15_000 }, async () => {
    const lived: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const { livedMs, isBack } = await revokeLink()
      expect(isBack).toBe(false)
      lived.push(livedMs)
    }
    noteFigure('G25', GOAL, inNumbers('a guest’s link is revoked', ROUNDS, lived))
  })
})

test('G25 control: where nobody closes sockets, the revoked go on writing', async () => {
  const rig = await naiveRig()
  try {
    const { plan } = await rig.makeDocuments('control')
    const one: Case = {
      ...{ victim: editorOf(rig, 1), docs: [plan], writes: 'plan', back: 'NotFound' },
      revoke: () => fetch(`${rig.url}/api/anything`, { method: 'POST' }),
    }
    const { lived, isAccepted } = await revoke(rig, one, 500)
    expect(lived).toEqual([null])
    expect(isAccepted).toBe(true)
    expect(await comeBack(rig, one)).not.toBe(one.back)
  } finally {
    await rig.stop()
  }
})
