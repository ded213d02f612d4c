import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { FullClient } from '#e2e/bench/sync/lib/FullClient.ts'
import { pool } from '#e2e/bench/sync/lib/time.ts'
import { anything, callStudio } from '#e2e/support/studioApi.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { naiveRig } from './naive/naiveRig.ts'
import { noteFigure, noteProgress, times } from './rig/figures.ts'
import { editorOf, endpointOf, type Rig } from './rig/Rig.ts'
import { type StudioRig, studioRig } from './rig/studioRig.ts'

const OPENERS = 5
const GOAL = 'doubled or half documents: 0'

let studio: StudioRig
beforeAll(async () => {
  studio = await studioRig()
})
afterAll(() => studio?.stop())

/** What a document begins with, in the shapes of its elements: texts hold the lesson's own words. */
const outlineOf = (doc: Y.Doc): string[] =>
  doc
    .getXmlFragment(PLAN_BODY)
    .toArray()
    .map((node) => (node instanceof Y.XmlElement ? node.nodeName : 'text'))

type Client = { readonly doc: Y.Doc; leave(): void }

const openOnce = async (rig: Rig, name: string, index: number): Promise<Client> => {
  const client = new FullClient(endpointOf(rig, name, editorOf(rig, index)))
  await client.connect()
  return client
}

/** All at once into a document nobody has opened; answers what each of them shows, and a later one. */
const race = async (
  rig: Rig,
  { name, meanwhile }: { readonly name: string; readonly meanwhile?: () => Promise<unknown> },
): Promise<readonly string[][]> => {
  const [clients] = await Promise.all([
    Promise.all(Array.from({ length: OPENERS }, (_, index) => openOnce(rig, name, index))),
    meanwhile?.(),
  ])
  const late = await openOnce(rig, name, 0)
  const outlines = [...clients, late].map(({ doc }) => outlineOf(doc))
  for (const client of [...clients, late]) client.leave()
  return outlines
}

/** The server reads the plan for lists and pages while people open it. */
const readByHttp = (planId: string) => {
  const { cookie } = studio.editors[0]!
  const outline = { method: 'GET', path: `/plans/${planId}/outline`, cookie } as const
  return Promise.all([
    callStudio(studio.url, anything, outline),
    callStudio(studio.url, anything, { method: 'GET', path: '/home', cookie }),
  ])
}

const RACES = times(60, 500)
const RESTARTS = times(2, 20)

test(`G7: ${RACES} races of first opening: every document begins once`, {
  timeout: 60_000 + RACES * 2000,
}, async () => {
  const { plan } = await studio.makeDocuments('the same for all')
  const [expected] = await race(studio, { name: plan })
  expect(expected!.length).toBeGreaterThan(2)
  const numbers = Array.from({ length: RACES }, (_, index) => index)
  const doubled: number[] = []
  let done = 0
  await pool(numbers, 4, async (number) => {
    const { plan: name } = await studio.makeDocuments('the same for all')
    const meanwhile = number % 2 === 0 ? () => readByHttp(name.slice(5)) : undefined
    const outlines = await race(studio, { name, ...(meanwhile ? { meanwhile } : {}) })
    const isRight = outlines.every((outline) => outline.join() === expected!.join())
    if (!isRight) doubled.push(number)
    done += 1
    if (done % 20 === 0) noteProgress('G7', GOAL, { races: done, doubled: doubled.length })
  })
  noteFigure('G7', GOAL, { races: RACES, doubled: doubled.length })
  expect(doubled).toEqual([])
})

test(`G7: ${RESTARTS} × killed while it is opened for the first time: it still begins once`, {
  timeout: 60_000 + RESTARTS * 30_000,
}, async () => {
  const { plan: sample } = await studio.makeDocuments('killed while opened')
  const [expected] = await race(studio, { name: sample })
  for (let number = 0; number < RESTARTS; number += 1) {
    const { plan } = await studio.makeDocuments('killed while opened')
    const opening = Promise.allSettled(
      Array.from({ length: OPENERS }, (_, index) => openOnce(studio, plan, index)),
    )
    await studio.kill()
    for (const opened of await opening) if (opened.status === 'fulfilled') opened.value.leave()
    await studio.restart()
    const outlines = await race(studio, { name: plan })
    for (const outline of outlines) expect(outline).toEqual(expected)
  }
})

test('G7 control: where clients fill what they find empty, documents begin twice', async () => {
  const rig = await naiveRig()
  try {
    const { plan } = await rig.makeDocuments('control')
    const clients = await Promise.all(
      Array.from({ length: OPENERS }, (_, index) => openOnce(rig, plan, index)),
    )
    for (const { doc } of clients)
      if (outlineOf(doc).length === 0)
        doc.getXmlFragment(PLAN_BODY).insert(0, [new Y.XmlElement('heading')])
    const late = await openOnce(rig, plan, 0)
    expect(outlineOf(late.doc).length).toBeGreaterThan(1)
    for (const client of [...clients, late]) client.leave()
  } finally {
    await rig.stop()
  }
})
