import { readdirSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Workshop } from './Workshop.ts'

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
  Y.applyUpdate(doc, (await workshop.fold(updates)).state)
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
})

test('a job that cannot be done fails alone', async () => {
  workshop = new Workshop()
  const [broken, sound] = [workshop.fold([Uint8Array.of(9, 9, 9)]), workshop.fold([typed('好')])]
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
  const jobs = Array.from({ length: 10 }, () => workshop.fold(noticed))
  expect(packed).toBeLessThanOrEqual(2)
  for (const { state } of await Promise.all(jobs)) expect(state).toEqual(update)
})
