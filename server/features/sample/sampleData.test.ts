import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect, it } from 'vitest'
import { classroomEventDataSchema } from '#shared/classrooms/events.ts'
import { sites } from '#shared/lessons/model.ts'
import type { PlanSeed } from '#shared/plans/seed.ts'
import { classroomEvents } from './classroomEvents.ts'
import { switchPoints, talkStretches } from './derive.ts'
import * as luohuasheng from './luohuasheng.ts'
import { threads as luohuashengThreads } from './luohuashengFrame.ts'
import { readLevels, readSlides, readVideo } from './sampleFiles.ts'
import type { SampleThread } from './types.ts'
import * as line from './wangtianmenshan.ts'
import * as wangtianmenshan from './wangtianmenshanPlan.ts'

const actor = (name: string) => ({ actorId: `user-${name}`, actorName: name })
const actors = { near: actor('near'), far: actor('far') }

const stepText = (step: PlanSeed['steps'][number]): string =>
  [step.title, step.lead, step.assist, step.student, step.intent].join('\n')
const sectionText = (section: PlanSeed['before'][number]): string =>
  [section.title, ...(section.paragraphs ?? []), ...(section.items ?? [])].join('\n')

const blocks = (plan: PlanSeed): readonly { step: number | null; text: string }[] => [
  ...plan.before.map((section) => ({ step: null, text: sectionText(section) })),
  ...plan.steps.map((step, index) => ({ step: index, text: stepText(step) })),
  ...plan.after.map((section) => ({ step: null, text: sectionText(section) })),
]

const minutes = (plan: PlanSeed): number =>
  plan.steps.reduce((total, step) => total + step.minutes, 0)

describe('the plans', () => {
  it('is two minutes too long on purpose in the lesson that is ready, and fits in the one taught', () => {
    expect(minutes(luohuasheng.plan)).toBe(luohuasheng.lesson.lengthMin + 2)
    expect(luohuasheng.plan.steps.map((step) => step.minutes)).toEqual([4, 14, 8, 7, 7, 2])
    expect(minutes(wangtianmenshan.plan)).toBe(wangtianmenshan.lesson.lengthMin)
  })

  it.each<[string, PlanSeed, readonly SampleThread[]]>([
    ['落花生', luohuasheng.plan, luohuashengThreads],
    ['望天门山', wangtianmenshan.plan, wangtianmenshan.threads],
  ])('hangs every thread of %s on the first place its words stand', (_, plan, threads) => {
    for (const thread of threads) {
      const first = blocks(plan).find((block) => block.text.includes(thread.quote))
      expect(first, thread.quote).toBeDefined()
      expect(first?.step, thread.quote).toBe(thread.step)
    }
  })
})

describe('the time line', () => {
  it('runs without holes from the beginning to the end of the lesson', () => {
    expect(line.steps[0]?.startMs).toBe(0)
    line.steps.forEach((step, index) => {
      expect(step.index).toBe(index)
      expect(step.endMs).toBe(line.steps[index + 1]?.startMs ?? line.LENGTH_MS)
    })
    expect(line.steps).toHaveLength(wangtianmenshan.plan.steps.length)
  })

  it.each(sites)('lets only one speaker speak at a time at %s', (site) => {
    const here = talkStretches(line.utterances).filter((stretch) => stretch.site === site)
    here.forEach((stretch, index) => {
      expect(stretch.endMs).toBeGreaterThan(stretch.startMs)
      expect(stretch.endMs).toBeLessThanOrEqual(here[index + 1]?.startMs ?? line.LENGTH_MS)
    })
  })

  it('becomes a log of valid events in order, with the ink on the slide that is shown', () => {
    const events = classroomEvents(actors, [])
    let page = 0
    let last = 0
    for (const { atMs, data } of events) {
      expect(classroomEventDataSchema.safeParse(data).success).toBe(true)
      expect(atMs).toBeGreaterThanOrEqual(last)
      last = atMs
      if (data.type === 'page.changed') page = data.page
      if (data.type !== 'ink.drawn') continue
      expect(data.page).toBe(page)
      const places = data.points.filter((_, index) => index % 3 !== 2)
      expect(places.every((value) => value > 0 && value < 1)).toBe(true)
    }
    expect(last).toBe(line.LENGTH_MS)
  })

  it('lets the floor change hands in turn, asked for before it is taken', () => {
    line.floor.forEach((change, index) => {
      expect(change.site).not.toBe(line.floor[index - 1]?.site)
      expect(change.askedMs).toBeLessThanOrEqual(change.atMs)
    })
  })

  it('was coded twice: enough cells, agreement high but not full', () => {
    const [a, b] = line.passes.map((pass) => pass.letters)
    if (a === undefined || b === undefined) throw new Error('two passes are wanted')
    expect([a.length, b.length]).toEqual([25, 25])
    const share = (letters: string) => [...letters].filter((x) => x === 'T').length / letters.length
    const observed = [...a].filter((letter, index) => letter === b[index]).length / a.length
    const expected = share(a) * share(b) + (1 - share(a)) * (1 - share(b))
    expect((observed - expected) / (1 - expected)).toBeCloseTo(0.7588, 3)
    const points = line.passes.map(switchPoints)[0] ?? []
    expect(points.slice(0, 3)).toEqual([
      { atMs: 0, code: 'T' },
      { atMs: 30_000, code: 'S' },
      { atMs: 40_000, code: 'T' },
    ])
  })
})

describe('the files', () => {
  it.each(sites)(
    'has a recording of %s that ends with the lesson and can be sought in',
    async (site) => {
      const content = await readVideo(site)
      expect(content.length).toBeLessThan(1_000_000)
      const input = new Input({ source: new BufferSource(content), formats: ALL_FORMATS })
      const seconds = await input.computeDuration()
      expect(Math.abs(seconds * 1000 + line.MEDIA[site].startMs - line.LENGTH_MS)).toBeLessThan(200)
      expect((await input.getPrimaryVideoTrack())?.codec).toBe('vp8')
      expect((await input.getPrimaryAudioTrack())?.codec).toBe('opus')
      // EBML id of Cues: without them a browser cannot seek before it has everything.
      expect(Buffer.from(content).includes(Buffer.from([0x1c, 0x53, 0xbb, 0x6b]))).toBe(true)
      const values = await readLevels(site)
      expect(values.length).toBe(Math.floor((line.LENGTH_MS - line.MEDIA[site].startMs) / 100))
    },
  )

  it.each([
    ['luohuasheng.pdf', luohuasheng.plan.steps.map((step) => step.firstPage ?? 1)],
    ['wangtianmenshan.pdf', line.pages.map((change) => change.page)],
  ] as const)('has a slide for every page %s is opened at', async (name, pages) => {
    const task = getDocument({ data: new Uint8Array(await readSlides(name)) })
    const { numPages } = await task.promise
    await task.destroy()
    expect(Math.max(...pages)).toBeLessThanOrEqual(numPages)
  })

  it('is small enough to ship', async () => {
    const folder = join(import.meta.dirname, 'media')
    const names = [
      'near.webm',
      'far.webm',
      'luohuasheng.pdf',
      'wangtianmenshan.pdf',
      'levels.jsonl',
    ]
    const sizes = await Promise.all(
      names.map(async (name) => (await readFile(join(folder, name))).length),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(3_300_000)
  })
})
