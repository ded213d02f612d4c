import 'fake-indexeddb/auto'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { bodyOf, copyOf, meet } from '#shared/plans/testing.ts'
import { isLong } from '../../../lib/sync/testing/isLong.ts'
import { seeded } from '../../../lib/sync/testing/seeded.ts'
import { planInBrowser, textsIn } from './testing.ts'

const CHARACTERS = 3_000
const PEERS = 5
const RUNS = isLong ? 100 : 5

/** Characters that stand in no plan and are different from each other. */
const characters = Array.from({ length: CHARACTERS }, (_, i) => String.fromCodePoint(0xe000 + i))

const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), 20_000)

type Pick = (below: number) => number

const blocksIn = (parent: Y.XmlFragment): readonly Y.XmlElement[] =>
  parent
    .toArray()
    .flatMap((child) => (child instanceof Y.XmlElement ? [child, ...blocksIn(child)] : []))

const paragraph = (text: string): Y.XmlElement => {
  const made = new Y.XmlElement('paragraph')
  made.insert(0, [new Y.XmlText(text)])
  return made
}

/** Types them all, a few at a time: into what stands there, into new paragraphs, into new steps. */
const typeAll = (doc: Y.Doc, pick: Pick): void => {
  for (let at = 0; at < CHARACTERS; ) {
    const text = characters.slice(at, at + 1 + pick(24)).join('')
    at += text.length
    const body = bodyOf(doc)
    const kind = pick(10)
    const texts = textsIn(body)
    const rows = blocksIn(body).filter(({ nodeName }) => nodeName === 'stepRow')
    const row = rows[pick(Math.max(1, rows.length))]
    if (kind === 0) {
      const step = new Y.XmlElement('lessonStep')
      const own = new Y.XmlElement('stepRow')
      own.insert(0, [paragraph(text)])
      step.insert(0, [own])
      body.insert(pick(body.length + 1), [step])
    } else if (kind < 4 && row) row.insert(pick(row.length + 1), [paragraph(text)])
    else {
      const into = texts[pick(texts.length)]!
      into.insert(pick(into.length + 1), text)
    }
  }
}

/** Deletes blocks of every size, types, and meets the others now and then. */
const disturb = (disk: Y.Doc, pick: Pick): void => {
  const peers = Array.from({ length: PEERS }, () => copyOf(disk))
  for (let act = 0; act < 60; act += 1) {
    const peer = peers[pick(PEERS)]!
    const blocks = blocksIn(bodyOf(peer))
    const block = blocks[pick(Math.max(1, blocks.length))]
    const { parent } = block ?? {}
    const what = pick(8)
    if (what < 3 && block && parent instanceof Y.XmlFragment && blocks.length > 12)
      parent.delete(parent.toArray().indexOf(block), 1)
    else if (what === 3) meet(peer, disk)
    else textsIn(bodyOf(peer))[0]?.insert(0, '别')
  }
  for (const peer of peers) meet(peer, disk)
}

/** One run; answers with the characters that are neither in the plan nor in the tray. */
const lostIn = async (seed: number, hasTray: boolean): Promise<readonly string[]> => {
  const pick = seeded(seed)
  const { server, kept, lines, doc, greets, found } = planInBrowser()
  await until(() => lines().length === 1)
  greets()
  lines()[0]?.ends()
  typeAll(doc(), pick)
  disturb(server.disk, pick)
  if (!hasTray) vi.spyOn(kept.tray, 'put').mockResolvedValue(true)
  await until(() => lines().length === 2)
  greets()
  expect(doc().getXmlFragment('body').toString()).toBe(bodyOf(server.disk).toString())
  const inPlan = textsIn(bodyOf(server.disk)).join('')
  const inTray = () =>
    found()
      .map(({ text }) => text)
      .join('')
  const lost = () => characters.filter((c) => !inPlan.includes(c) && !inTray().includes(c))
  if (hasTray) await until(() => lost().length === 0).catch(() => undefined)
  // What stands in the plan is not offered a second time.
  expect(characters.filter((c) => inPlan.includes(c) && inTray().includes(c))).toEqual([])
  kept.dispose()
  return lost()
}

test(
  `[DR34] [G6] 10 min offline, ${CHARACTERS} characters, ${PEERS} peers delete blocks: each is in the plan or in the tray (${RUNS} runs)`,
  async () => {
    for (let run = 1; run <= RUNS; run += 1)
      expect(await lostIn(run, true), `seed ${run}`).toEqual([])
  },
  RUNS * 20_000,
)

test('[DR34] [G6] without the tray characters are gone: the test above sees what it should see', async () => {
  expect((await lostIn(1, false)).length).toBeGreaterThan(0)
}, 20_000)
