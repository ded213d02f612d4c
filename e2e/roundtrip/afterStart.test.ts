import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, expect, it } from 'vitest'
import { foundSchool } from '#e2e/support/foundSchool.ts'
import { type Studio, startStudio } from '#e2e/support/startStudio.ts'
import { stockWriter } from '#e2e/support/stockWriter.ts'

let studio: Studio
afterEach(() => studio?.stop())

/** What the process has said of those it expects, one line for each of its starts. */
const expectations = (): { readonly documents: number; readonly bytes: number }[] =>
  studio
    .log()
    .split('\n')
    .filter((line) => line.includes('is expected back'))
    .map((line) => JSON.parse(line))

it('opens what was written before it was killed, before anybody comes', async () => {
  studio = await startStudio({ LIVEKIT_OFF: '1' })
  const school = await foundSchool(studio)
  const lead = await school.enrol('wangfang', school.groupId, 'teacher')
  await expect.poll(expectations).toMatchObject([{ documents: 0 }])

  const { planId } = await school.createLesson(lead, { title: '落花生' })
  const name = `plan:${planId}`
  const writer = stockWriter({ origin: studio.url, name, cookie: lead.cookie, mark: '句' })
  await expect.poll(() => writer.provider.synced).toBe(true)
  writer.write()
  await expect.poll(() => writer.saved.size).toBe(1)
  writer.leave()
  await studio.kill()
  await studio.restart()
  await expect.poll(() => expectations().at(1)?.documents).toBeGreaterThan(0)
  // With what no snapshot has yet: a new plan is nothing but that.
  expect(expectations().at(1)?.bytes).toBeGreaterThan(500)
})

it.runIf(process.platform === 'linux')(
  'has a thread ready for the first who types, at low priority, beside that of the documents',
  async () => {
    studio = await startStudio({ LIVEKIT_OFF: '1' })
    const tasks = `/proc/${studio.pid}/task`
    /** The `nice` values of its worker threads: the 17th word behind the name, as proc(5) counts. */
    const niceness = (): number[] =>
      readdirSync(tasks)
        .map((id) => readFileSync(`${tasks}/${id}/stat`, 'utf8'))
        .filter((stat) => stat.includes('(WorkerThread)'))
        .map((stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]))
        .sort((a, b) => a - b)
    await expect.poll(niceness).toEqual([0, 10])
  },
)
