import { afterAll, beforeAll, expect, test } from 'vitest'
import { seeded } from '#e2e/bench/sync/lib/random.ts'
import { pool } from '#e2e/bench/sync/lib/time.ts'
import { naiveRig } from './naive/naiveRig.ts'
import { FaultyEditor } from './rig/FaultyEditor.ts'
import { noteFigure, noteProgress, seed, times } from './rig/figures.ts'
import { keepCopies } from './rig/keepCopies.ts'
import { editorOf, type Rig } from './rig/Rig.ts'
import { stateOf } from './rig/stateOf.ts'
import { type StudioRig, studioRig } from './rig/studioRig.ts'
import { until } from './rig/until.ts'
import { whatDiffers } from './rig/whatDiffers.ts'

const CLIENTS = 5
const OPERATIONS = 200
const GOAL = 'runs that do not converge: 0'

let studio: StudioRig
beforeAll(async () => {
  studio = await studioRig()
})
afterAll(() => studio?.stop())

type Outcome = {
  readonly texts: readonly string[]
  readonly hasPending: boolean
  readonly refusals: readonly number[]
}

/** Breaks, partitions and comebacks between the edits of five people at once. */
const editTogether = async (
  editors: readonly FaultyEditor[],
  random: () => number,
): Promise<void> => {
  for (let operation = 0; operation < CLIENTS * OPERATIONS; operation += 1) {
    const editor = editors[Math.floor(random() * CLIENTS)]!
    editor.edit()
    if (random() < 0.01) editor.disconnect()
    if (!editor.isConnected && random() < 0.1) await editor.connect()
    if (operation % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

/** What everybody shows in the end, and the server to a newcomer. */
const run = async (
  rig: Rig,
  number: number,
  isSettled: (editors: readonly FaultyEditor[]) => boolean,
): Promise<Outcome> => {
  const random = seeded(seed + number)
  const { plan } = await rig.makeDocuments(`converge-${number}`)
  const editors = Array.from(
    { length: CLIENTS },
    (_, index) => new FaultyEditor(rig, { name: plan, who: editorOf(rig, index), random }),
  )
  await Promise.all(editors.map((editor) => editor.connect()))
  await editTogether(editors, random)
  for (let isHealed = false; !isHealed; ) {
    await Promise.all(editors.map((editor) => editor.heal()))
    // A break of before shows only now.
    await new Promise((resolve) => setTimeout(resolve, 20))
    isHealed = editors.every(({ isConnected }) => isConnected)
  }
  const name = `run ${number} of seed ${seed}`
  await until(
    () => `${name} settles: ${editors.map((editor) => editor.describe()).join(' · ')}`,
    () => isSettled(editors),
  ).catch(async (error: Error) => {
    const docs = [
      ...editors.map(({ doc }) => doc),
      (await stateOf(rig, plan, editorOf(rig, 0))).doc,
    ]
    keepCopies(`${seed}-${number}`, docs)
    throw new Error(`${error.message} · ${whatDiffers(docs)}`)
  })
  const server = await stateOf(rig, plan, editorOf(rig, 0))
  const ownWords = server.doc.getXmlFragment('body').toString()
  const texts = [...editors.map((editor) => editor.words()), `${ownWords}[]`]
  const refusals = editors.flatMap((editor) => editor.refusals)
  for (const editor of editors) editor.destroy()
  return { texts, hasPending: server.hasPending, refusals }
}

const areOne = (editors: readonly FaultyEditor[]): boolean =>
  editors.every(({ isSettled }) => isSettled) &&
  new Set(editors.map((editor) => editor.words())).size === 1

const RUNS = times(20, 1000)

test(`G5: ${RUNS} runs of ${CLIENTS} clients × ${OPERATIONS} operations over broken lines end in one text`, {
  timeout: 60_000 + RUNS * 20_000,
}, async () => {
  const numbers = Array.from({ length: RUNS }, (_, index) => index)
  const apart: number[] = []
  let done = 0
  await pool(numbers, 4, async (number) => {
    const { texts, hasPending, refusals } = await run(studio, number, areOne)
    expect(refusals, `run ${number} of seed ${seed}`).toEqual([])
    if (new Set(texts).size > 1 || hasPending) apart.push(number)
    done += 1
    if (done % 20 === 0) noteProgress('G5', GOAL, { runs: done, apart: apart.length })
  })
  noteFigure('G5', GOAL, { runs: RUNS, apart: apart.length })
  expect(apart, `seed ${seed}`).toEqual([])
})

test('G5 control: where every tenth update is not passed on, texts differ', {
  timeout: 60_000,
}, async () => {
  const rig = await naiveRig({ NAIVE_DROPS: '10' })
  try {
    const areBack = (editors: readonly FaultyEditor[]) =>
      editors.every(({ isConnected }) => isConnected)
    const { texts } = await run(rig, 0, areBack)
    expect(new Set(texts).size).toBeGreaterThan(1)
  } finally {
    await rig.stop()
  }
})
