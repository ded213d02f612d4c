import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { LeftAlone } from './GivenUp.ts'
import { Workshop } from './Workshop.ts'

const PLAN = 'plan:plan0001'

let workshop: Workshop
afterEach(() => workshop.close())

const typed = (text: string): Uint8Array => {
  const doc = new Y.Doc()
  doc.getText('body').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

/** Of the whole process; only Linux tells. */
const threads = (): number =>
  process.platform === 'linux' ? readdirSync('/proc/self/task').length : 0

const wordsIn = async (updates: readonly Uint8Array[]): Promise<string> => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, (await workshop.fold(PLAN, updates)).state)
  return doc.getText('body').toString()
}

test('with nothing to do the thread ends, and the next job makes another', async () => {
  workshop = new Workshop(100)
  expect(await wordsIn([typed('前')])).toBe('前')
  const working = threads()
  await expect.poll(threads).toBeLessThan(Math.max(1, working))
  expect(await wordsIn([typed('后')])).toBe('后')
})

test('a job that comes before the rest is done, however short the rest', async () => {
  workshop = new Workshop(0)
  for (let i = 0; i < 20; i += 1) {
    expect(await wordsIn([typed(`${i}`)])).toBe(`${i}`)
    // Just about when the thread is let go.
    await new Promise((resolve) => setTimeout(resolve, i % 3))
  }
}, 60_000)

test('a job that cannot be done fails alone', async () => {
  workshop = new Workshop()
  const [broken, sound] = [
    workshop.fold(PLAN, [Uint8Array.of(9, 9, 9)]),
    workshop.fold(PLAN, [typed('好')]),
  ]
  await expect(broken).rejects.toThrow()
  expect((await sound).state.length).toBeGreaterThan(2)
})

test('a job’s copy of the document is made when it is its turn, however many wait', async () => {
  workshop = new Workshop()
  const update = typed('正文')
  let packed = 0
  const noticed = Object.assign([update], {
    entries: () => {
      packed += 1
      return [update].entries()
    },
  })
  const jobs = Array.from({ length: 10 }, () => workshop.fold(PLAN, noticed))
  expect(packed).toBeLessThanOrEqual(2)
  for (const { state } of await Promise.all(jobs)) expect(state).toEqual(update)
})

test('a job that cannot be packed when it is its turn fails, and those behind it are done', async () => {
  workshop = new Workshop()
  const whole = (text: string) => workshop.fold(PLAN, [typed(text)])
  const broken = Object.assign([typed('坏')], {
    entries: () => {
      throw new Error('out of memory')
    },
  })
  // Two are underway; what follows waits until one of them is done.
  const before = [whole('一'), whole('二')]
  const failing = workshop.fold(PLAN, broken)
  const behind = whole('四')
  await expect(failing).rejects.toThrow('out of memory')
  for (const { state } of await Promise.all([...before, behind]))
    expect(state.length).toBeGreaterThan(2)
})

/** A module that notes down each thread that reads it. */
const notedModule = (): { readonly url: URL; readonly timesRead: () => number } => {
  const folder = mkdtempSync(join(tmpdir(), 'workshop-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [path, notes] = [join(folder, 'noted.mjs'), join(folder, 'notes')]
  writeFileSync(notes, '')
  writeFileSync(
    path,
    `import { appendFileSync } from 'node:fs'
    appendFileSync(${JSON.stringify(notes)}, '.')
    export const project = (doc) => doc.getText('body').toString()`,
  )
  return { url: pathToFileURL(path), timesRead: () => readFileSync(notes).length }
}

test('a thread that stands by has read what it needs; when it has worked, a fresh one stands by', async () => {
  workshop = new Workshop(100)
  const { url, timesRead } = notedModule()
  workshop.standBy([url])
  await expect.poll(timesRead).toBe(1)
  expect(await workshop.project(PLAN, url, [typed('待命')])).toBe('待命')
  expect(timesRead()).toBe(1)
  await expect.poll(timesRead).toBe(2)
})

test('what cannot be read beforehand fails with its own job only', async () => {
  workshop = new Workshop()
  const missing = pathToFileURL(join(tmpdir(), 'no-such-module.mjs'))
  workshop.standBy([missing])
  await expect(workshop.project(PLAN, missing, [typed('无')])).rejects.toThrow()
  expect(await wordsIn([typed('有')])).toBe('有')
})

const endless = new URL('./testing/endlessProjection.ts', import.meta.url)

test('a job that takes for ever is given up, and whoever waits behind it is served', async () => {
  // Long enough for a thread to begin beside much else.
  workshop = new Workshop(1000, 5000)
  const stuck = workshop.project(PLAN, endless, [typed('坏')])
  stuck.catch(() => {})
  const behind = Array.from({ length: 4 }, (_, i) => wordsIn([typed(`好${i}`)]))
  expect(await Promise.all(behind)).toEqual(['好0', '好1', '好2', '好3'])
  await expect(stuck).rejects.toThrow('was at it for more than')
}, 60_000)

test('[DR18] what was given up is left alone for a while, also by whoever had asked before that was known', async () => {
  workshop = new Workshop(1000, 3000, 2000)
  const read = () => workshop.project(PLAN, endless, [typed('坏')])
  const before = Promise.allSettled([read(), read(), read()])
  const reasons = (await before).map((outcome) => 'reason' in outcome && String(outcome.reason))
  expect(reasons.map((reason) => String(reason).includes('was at it'))).toEqual([
    true,
    false,
    false,
  ])
  await expect(read()).rejects.toThrow(LeftAlone)
  // Neither what else is made of it nor anybody else's document has to do with that.
  expect(await wordsIn([typed('好')])).toBe('好')
  await new Promise((resolve) => setTimeout(resolve, 2100))
  await expect(read()).rejects.toThrow('was at it')
}, 60_000)
