import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addParagraph } from '#server/features/plans/history/testing.ts'
import { type AppRequest, callApp, callWell } from '#server/testing/callApp.ts'
import { type TestApp, testApp } from '#server/testing/testApp.ts'
import { testDistricts } from '#server/testing/testDistricts.ts'
import { type TestLesson, testLesson } from '#server/testing/testLesson.ts'
import {
  commentsStateSchema,
  contributionSchema,
  planStateSchema,
  type UpdateLine,
  updateLineSchema,
} from '#shared/plans/history.ts'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { docName } from '#shared/sync/docName.ts'

let app: TestApp
let lesson: TestLesson
let cookie = ''

beforeAll(async () => {
  app = await testApp()
  const { orgs, lead } = await testDistricts(app)
  cookie = lead.cookie
  lesson = await testLesson(app, { groupId: orgs.group, lead, canary: 'words' })
  await write(lead.userId)
}, 60_000)
afterAll(() => app?.close())

/** Three sentences a minute apart, as the store has them when the document is not open. */
const write = async (authorId: string): Promise<void> => {
  const name = docName('plan', lesson.planId)
  const { docStore, clock } = app.drivers
  const loaded = (await docStore.load(name))!
  const doc = new Y.Doc()
  for (const { update } of loaded.updates) Y.applyUpdate(doc, update)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const words of ['第一句', '第二句', '第三句']) addParagraph(doc, words)
  await docStore.append([
    {
      ...{ name, fence: 0, claims: [{ clientId: doc.clientID, userId: authorId }] },
      updates: updates.map((update, i) => ({
        ...{ seq: loaded.lastSeq + 1 + i, atMs: clock.now() + (i + 1) * 60_000 },
        ...{ authorId, update },
      })),
    },
  ]).durable
}

const ask = (path: string, more: Partial<AppRequest> = {}) =>
  callApp(app, { route: `GET /plans/:planId/${path}`, params: lesson, cookie, ...more })

const linesOf = async (path: string, query = ''): Promise<UpdateLine[]> => {
  const { text } = await ask(path, { query })
  return text
    .trimEnd()
    .split('\n')
    .map((line) => updateLineSchema.parse(JSON.parse(line)))
}

const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64')

describe('a plan’s past over the wire', () => {
  it('streams updates from which anybody can build every state', async () => {
    const lines = await linesOf('updates')
    expect(lines.at(-1)).toEqual({ end: true, after: 5, more: false })
    const doc = new Y.Doc()
    for (const line of lines) {
      if ('end' in line) continue
      Y.applyUpdate(doc, bytesOf(line.update))
      const { text } = await ask('state', { query: `?seq=${line.seq}` })
      const state = planStateSchema.parse(JSON.parse(text))
      expect([state.seq, state.at]).toEqual([line.seq, line.at])
      expect(state.outline.text).toBe(outlineOfDoc(doc).text)
      const past = new Y.Doc()
      Y.applyUpdate(past, bytesOf(state.update))
      expect(outlineOfDoc(past).text).toBe(outlineOfDoc(doc).text)
    }
    expect((await linesOf('updates', '?after=1&limit=2')).at(-1)).toEqual({
      ...{ end: true, after: 3, more: true },
    })
  })

  it('takes a server time as ISO or in milliseconds', async () => {
    const ms = app.drivers.clock.now() + 2 * 60_000
    for (const at of [String(ms), new Date(ms).toISOString()]) {
      const { text } = await ask('state', { query: `?at=${encodeURIComponent(at)}` })
      const { outline } = planStateSchema.parse(JSON.parse(text))
      expect([outline.text.includes('第二句'), outline.text.includes('第三句')]).toEqual([
        true,
        false,
      ])
    }
  })

  it.each([
    ['state', '?at=yesterday'],
    ['state', '?at=1&seq=1'],
    ['state', '?when=1'],
    ['updates', '?after=-1'],
    ['updates', '?limit=0'],
    ['updates', '?limit=1000001'],
    ['comments/updates', '?after=x'],
  ])('refuses %s%s', async (path, query) => {
    expect((await ask(path, { query })).status).toBe(400)
  })

  it('has the comments’ past too', async () => {
    const { text } = await ask('comments/state')
    const { threads } = commentsStateSchema.parse(JSON.parse(text))
    expect(threads.map(({ messages }) => messages[0]?.text)).toEqual(['words-comment'])
    expect((await linesOf('comments/updates')).length).toBeGreaterThanOrEqual(2)
  })

  it('keeps a past moment as a version, and goes back to it and forth again', async () => {
    // The plan's beginning, the title the lead has written, and two sentences.
    const versionId = 'version-at-four'
    await callWell(app, {
      ...{ route: 'POST /plans/:planId/versions', params: lesson, cookie },
      body: { versionId, label: '两句', seq: 4 },
    })
    const textNow = async () =>
      planStateSchema.parse(JSON.parse((await ask('state')).text)).outline.text
    const before = await textNow()
    const restore = (id: string) =>
      callWell<{ before: { versionId: string } | null }>(app, {
        route: 'POST /plans/:planId/versions/:versionId/restore',
        ...{ params: { ...lesson, versionId: id }, cookie },
      })
    const { answer } = await restore(versionId)
    expect([(await textNow()).includes('第二句'), (await textNow()).includes('第三句')]).toEqual([
      true,
      false,
    ])
    await restore(answer.before!.versionId)
    expect(await textNow()).toBe(before)
    expect(await restore(answer.before!.versionId)).toMatchObject({ answer: { before: null } })
  })

  it('says who wrote what, all of it summing to what stands there', async () => {
    const { text } = await ask('contribution')
    const { people, characters } = contributionSchema.parse(JSON.parse(text))
    const state = planStateSchema.parse(JSON.parse((await ask('state')).text))
    expect(characters).toBe(state.outline.characters)
    expect(people.reduce((sum, { kept }) => sum + kept, 0)).toBe(characters)
    // 第三句 went and came back by two restores, and is still whose it was; ten more are the title's.
    expect(people.find(({ userId }) => userId !== null)).toMatchObject({
      ...{ kept: 19, inserted: 19, broughtBack: 3, deletedOwn: 3 },
    })
  })
})

describe('a stream of a plan’s past', () => {
  it('is cut, and lacks its end, when whoever reads it signs out meanwhile', async () => {
    const { docStore } = app.drivers
    const { history } = docStore
    let pages = 0
    docStore.history = async (_, { afterSeq, limit }) => {
      pages += 1
      if (pages > 1) return []
      await callWell(app, { route: 'DELETE /session', cookie })
      const line = { atMs: 1, authorId: null, update: Uint8Array.of(0, 0) }
      return Array.from({ length: limit }, (_one, i) => ({ ...line, seq: afterSeq + 1 + i }))
    }
    await expect(ask('updates')).rejects.toThrow('terminated')
    docStore.history = history
    expect(pages).toBe(1)
  })
})
