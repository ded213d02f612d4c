import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { until } from '#server/platform/sync/testing/syncHarness.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { VersionId } from '#shared/ids.ts'
import type { LessonAbility } from '#shared/lessons/model.ts'
import type { Moment } from '#shared/plans/history.ts'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { bodyOf } from '#shared/plans/testing.ts'
import { person, planId } from '../testing.ts'
import { nameVersion } from '../versions/nameVersion.ts'
import { listVersions, readVersion } from '../versions/readVersions.ts'
import { restoreVersion } from '../versions/restoreVersion.ts'
import { readContribution } from './readContribution.ts'
import { readState } from './readState.ts'
import { addParagraph, historyForTest, PLAN } from './testing.ts'

const LIN = 'user-lin-0001'
const SHI = 'user-shi-0001'
const HE = 'user-he-00001'
const lin = person(LIN, '林若溪')
const shi = person(SHI, '石远')
const he = person(HE, '贺明')

let test: Awaited<ReturnType<typeof historyForTest>>
let abilities: Record<string, readonly LessonAbility[]>
beforeEach(async () => {
  abilities = {
    [LIN]: ['view', 'editPlan', 'comment'],
    [SHI]: ['view', 'editPlan', 'comment'],
    [HE]: ['view'],
  }
  test = await historyForTest(abilities)
})
afterEach(() => test.stop())

/** A stock client that has the plan. */
const client = async (userId: string) => {
  const { doc, provider } = test.studio.stock(PLAN, userId)
  await until('synced', () => provider.synced)
  return doc
}

/** Resolves when the server has stored so many updates. */
const stored = async (count: number): Promise<void> => {
  const read = () => test.studio.rooms.history(PLAN, { afterSeq: count - 1, limit: 1 })
  while ((await read()).length === 0) await new Promise((resolve) => setImmediate(resolve))
}

const name = (versionId: string, label = '初稿', by = lin) =>
  nameVersion(test.parts, async () => by, planId, {
    versionId: versionId as VersionId,
    label,
    note: '',
  })
const state = (moment: Moment = {}) => readState(test.parts, lin, planId, moment)
const restore = (versionId: string, by = lin) =>
  restoreVersion(test.parts, async () => by, { planId, versionId })
const docOf = (update: string): Y.Doc => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Buffer.from(update, 'base64'))
  return doc
}
const textOf = (doc: Y.Doc): string => outlineOfDoc(doc).text

describe('a version', () => {
  it('is the plan whole, exact at a number, with what lists show of it', async () => {
    const doc = await client(LIN)
    addParagraph(doc, '先写后说')
    await stored(2)
    const version = await name('version-0001')
    expect(version).toMatchObject({
      ...{ label: '初稿', uptoSeq: 2, steps: 2, minutes: 18, author: { userId: LIN } },
      ...{ kind: 'named', restored: null, characters: outlineOfDoc(doc).characters },
    })
    addParagraph(doc, '后来的话')
    await stored(3)
    const { state: kept } = await readVersion(test.parts, he, planId, 'version-0001')
    expect(kept.seq).toBe(2)
    expect(textOf(docOf(kept.update))).toBe(textOf(docOf((await state({ seq: 2 })).update)))
    expect(textOf(docOf(kept.update))).not.toContain('后来的话')
  })

  it('can be made of a plan nobody has opened: its first words came with it', async () => {
    expect((await state()).seq).toBe(1)
    expect((await name('version-0001')).steps).toBe(2)
  })

  it('is kept once when it is sent twice, and is nobody else’s to send', async () => {
    await name('version-0001')
    expect((await name('version-0001', '又一次')).label).toBe('初稿')
    await expect(name('version-0001', '冒名', shi)).rejects.toThrow('conflict')
    const { versions, abilities } = await listVersions(test.parts, lin, planId)
    expect([versions.length, abilities]).toEqual([1, ['readHistory', 'nameVersion', 'restore']])
  })

  it('is made anew from the log when its bytes are damaged', async () => {
    const doc = await client(LIN)
    addParagraph(doc, '先写后说')
    await stored(2)
    await name('version-0001')
    await test.db
      .updateTable('plan_version')
      .set({ state: new Uint8Array([1, 2]) })
      .execute()
    const { state: kept } = await readVersion(test.parts, lin, planId, 'version-0001')
    expect(textOf(docOf(kept.update))).toContain('先写后说')
  })

  it('is for those who may write; a reader reads, a stranger finds nothing', async () => {
    await expect(name('version-0001', '', he)).rejects.toThrow('forbidden')
    await expect(name('version-0001', '', person('user-who-0001', '?'))).rejects.toThrow(
      'not-found',
    )
    await name('version-0001')
    await expect(restore('version-0001', he)).rejects.toThrow('forbidden')
    await expect(restore('version-0002')).rejects.toThrow(AppError)
    expect((await listVersions(test.parts, he, planId)).abilities).toEqual(['readHistory'])
  })
})

describe('going back to a version', () => {
  it('is an edit in the person’s name, seen by everybody, and going back again undoes it', async () => {
    const doc = await client(LIN)
    addParagraph(doc, '先写后说')
    await stored(2)
    await name('version-0001')
    const other = await client(SHI)
    bodyOf(other).delete(0, 3)
    addParagraph(other, '多余的话')
    await stored(4)
    const [before, then] = [textOf(other), textOf(docOf((await state({ seq: 2 })).update))]
    const answer = await restore('version-0001', shi)
    await until('both say it', () => textOf(doc) === then && textOf(other) === then)
    const log = await test.studio.rooms.history(PLAN, { afterSeq: 4, limit: 10 })
    expect(log.map(({ authorId }) => authorId)).toEqual([SHI])
    expect(answer.before).toMatchObject({
      ...{ kind: 'beforeRestore', uptoSeq: 4, author: { userId: SHI } },
      restored: { versionId: 'version-0001', label: '初稿' },
    })
    await restore(answer.before!.versionId)
    await until('it is as it was', () => textOf(doc) === before && textOf(other) === before)
  })

  it('keeps nothing of a restore that did not come about, and all of one that did', async () => {
    const doc = await client(LIN)
    await name('version-0001')
    addParagraph(doc, '多余的话')
    await stored(2)
    const { merge, history } = test.studio.rooms
    const kinds = async () =>
      (await listVersions(test.parts, lin, planId)).versions.map(({ kind }) => kind)
    const away = () => Promise.reject(new AppError('redis-away', { data: { seconds: 2 } }))
    test.studio.rooms.merge = away
    await expect(restore('version-0001')).rejects.toThrow('redis-away')
    expect(await kinds()).toEqual(['named'])
    test.studio.rooms.merge = async (...asked) => {
      const outcome = await merge(...asked)
      test.studio.rooms.history = away
      return outcome
    }
    await expect(restore('version-0001')).resolves.toMatchObject({ before: { uptoSeq: 2 } })
    Object.assign(test.studio.rooms, { merge, history })
    expect(await kinds()).toEqual(['named', 'beforeRestore'])
    await until('it is undone', () => !textOf(doc).includes('多余的话'))
  })

  it('changes and keeps nothing when whoever asked may not any more by the time it is made', async () => {
    const doc = await client(LIN)
    await name('version-0001')
    addParagraph(doc, '归档时的最后一段')
    await stored(2)
    const { restoring } = test.parts.thread
    test.parts.thread.restoring = async (job) => {
      const made = await restoring.call(test.parts.thread, job)
      abilities[LIN] = ['view']
      return made
    }
    await expect(restore('version-0001')).rejects.toThrow('forbidden')
    expect(textOf(await test.studio.rooms.read(PLAN))).toContain('归档时的最后一段')
    expect((await listVersions(test.parts, lin, planId)).versions).toHaveLength(1)
  })

  it('is done once when two do it at once, and one after the other when they go elsewhere', async () => {
    const doc = await client(LIN)
    addParagraph(doc, '先写后说')
    await stored(2)
    await name('version-0001')
    const then = textOf(doc)
    bodyOf(doc).delete(0, bodyOf(doc).length)
    addParagraph(doc, '重新写过')
    await stored(4)
    await name('version-0002', '重写')
    const answers = await Promise.all([restore('version-0001'), restore('version-0001', shi)])
    await until('it is as it was', () => textOf(doc) === then)
    expect(answers.filter(({ before }) => before !== null)).toHaveLength(1)
    addParagraph(doc, '又一段')
    const words = async () => textOf(await test.studio.rooms.read(PLAN))
    await expect.poll(words).toContain('又一段')
    await Promise.all([restore('version-0001'), restore('version-0002', shi)])
    expect([then, '重新写过']).toContain(await words())
    const { versions } = await listVersions(test.parts, lin, planId)
    expect(versions.filter(({ kind }) => kind === 'beforeRestore')).toHaveLength(3)
  })

  it('changes nothing and keeps nothing when the plan says so already', async () => {
    await name('version-0001')
    expect(await restore('version-0001')).toEqual({ before: null })
    expect((await listVersions(test.parts, lin, planId)).versions).toHaveLength(1)
  })

  it('loses nothing that two people type meanwhile', async () => {
    const [a, b] = [await client(LIN), await client(SHI)]
    await name('version-0001')
    addParagraph(a, '要撤回的一段')
    await until('both have it', () => textOf(b).includes('要撤回的一段'))
    const titles = (doc: Y.Doc) =>
      bodyOf(doc)
        .toArray()
        .filter((n): n is Y.XmlElement => n instanceof Y.XmlElement && n.nodeName === 'heading')
        .map((heading) => heading.get(0) as Y.XmlText)
    const typed = { [LIN]: '', [SHI]: '' }
    let isGoing = true
    const types = async (doc: Y.Doc, userId: keyof typeof typed, at: number, letters: string) => {
      for (let i = 0; isGoing || i < 60; i += 1) {
        const letter = letters[i % letters.length]!
        const text = titles(doc)[at]!
        text.insert(text.length, letter)
        typed[userId] += letter
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const both = [types(a, LIN, 1, '甲乙丙'), types(b, SHI, 2, '子丑寅卯')]
    const answer = await restore('version-0001')
    isGoing = false
    await Promise.all(both)
    await until('they agree', () => textOf(a) === textOf(b) && !textOf(a).includes('要撤回'))
    const kept = docOf((await state({ seq: answer.before!.uptoSeq })).update)
    expect(textOf(kept)).toContain('要撤回的一段')
    // What was typed before it is in what was kept, what was typed after it stands in the plan.
    const lettersIn = (doc: Y.Doc, at: number) =>
      titles(doc)
        [at]!.toString()
        .replace(/[^甲乙丙子丑寅卯]/gu, '')
    for (const [at, letters] of [
      [1, typed[LIN]],
      [2, typed[SHI]],
    ] as const) {
      const [head, tail] = [lettersIn(kept, at), lettersIn(a, at)]
      expect(letters.startsWith(head)).toBe(true)
      expect(letters.endsWith(tail)).toBe(true)
      expect(head.length + tail.length).toBeGreaterThanOrEqual(letters.length)
    }
    const { rooms } = test.studio
    expect(textOf(await rooms.read(PLAN))).toBe(textOf(a))
  })
})

describe('what one reads of the past', () => {
  it('is the plan at a server time and at a number', async () => {
    const doc = await client(LIN)
    const t1 = test.clock.nowMs
    addParagraph(doc, '第一句')
    await stored(2)
    test.clock.nowMs += 60_000
    addParagraph(doc, '第二句')
    await stored(3)
    const past = await state({ at: t1 + 59_999 })
    expect([past.seq, past.outline.text.includes('第一句')]).toEqual([2, true])
    expect(past.outline.text).not.toContain('第二句')
    expect((await state({ at: t1 + 60_000 })).outline.text).toContain('第二句')
    expect((await state({ at: t1 - 1 })).seq).toBe(0)
  })

  it('is who wrote what, anew when somebody has written', async () => {
    const doc = await client(LIN)
    addParagraph(doc, '先写后说')
    await stored(2)
    const first = await readContribution(test.parts, he, planId)
    expect(first.people.map(({ userId, kept }) => [userId, kept])).toContainEqual([LIN, 4])
    expect(first.characters).toBe(outlineOfDoc(doc).characters)
    expect(await readContribution(test.parts, he, planId)).toEqual(first)
    addParagraph(doc, '再读')
    await stored(3)
    const next = await readContribution(test.parts, he, planId)
    expect(next.people.find(({ userId }) => userId === LIN)?.kept).toBe(6)
    expect(next.people[0]).toMatchObject({ userId: null, person: null })
  })

  it('gives a restored person’s words back to them', async () => {
    const [a, b] = [await client(LIN), await client(SHI)]
    addParagraph(b, '石远写的一句')
    await until('a has it', () => textOf(a).includes('石远写的一句'))
    await stored(2)
    await name('version-0001')
    bodyOf(a).delete(bodyOf(a).length - 1, 1)
    await stored(3)
    await restore('version-0001')
    await until('it is back', () => textOf(a).includes('石远写的一句'))
    const { people } = await readContribution(test.parts, lin, planId)
    expect(people.find(({ userId }) => userId === SHI)).toMatchObject({ kept: 6, inserted: 6 })
    expect(people.find(({ userId }) => userId === LIN)).toMatchObject({
      ...{ kept: 0, inserted: 0, broughtBack: 6, deletedOthers: 6 },
    })
  })
})
