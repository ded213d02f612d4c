import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { DocOwner } from '#server/platform/sync/ports.ts'
import type { UserId } from '#shared/ids.ts'
import { anchorOfQuote } from '#shared/plans/anchors.ts'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { bodyOf, copyOf, testPlanDoc, testSeed } from '#shared/plans/testing.ts'
import {
  addMessage,
  addThread,
  deleteMessage,
  editMessage,
  readThreads,
  threadsMap,
} from '#shared/plans/threads.ts'
import { project as projectThreads } from './commentsProjection.ts'
import { project } from './planProjection.ts'
import { connectionOf, lessonId, names, person, planId, plansForTest } from './testing.ts'

const LIN = 'user-lin-0001' as UserId
const HE = 'user-he-00001' as UserId
const abilities = {
  [LIN]: ['view', 'editPlan', 'comment'],
  [HE]: ['view', 'comment'],
  'user-shi-0001': ['view'],
} as const
const lin = person(LIN, '林若溪')

const planned = async () => {
  const test = await plansForTest(abilities)
  await test.queries.create({ planId, lessonId, seed: testSeed, title: '落花生' })
  return test
}

const message = (authorId: UserId, id: string, text: string, atMs: number) => ({
  id,
  authorId,
  authorName: names[authorId] ?? '?',
  at: new Date(atMs).toISOString(),
  text,
})
const anchor = anchorOfQuote(bodyOf(testPlanDoc()), '带壳的花生')!

describe('a new plan', () => {
  it('is in lists before anybody opens it, and names the same steps afterwards', async () => {
    const { queries } = await planned()
    const listed = (await queries.summaries([planId])).get(planId)
    expect(listed).toMatchObject({ commentCount: 0, openQuestions: 0 })
    expect(listed?.steps.map((s) => s.minutes)).toEqual([4, 14])
    expect(await queries.steps(planId)).toEqual(listed?.steps)
  })

  it('comes from the standard template when nothing is given', async () => {
    const { queries } = await plansForTest(abilities)
    await queries.create({ planId, lessonId, seed: null, title: '新课' })
    const steps = await queries.steps(planId)
    expect(steps.map((s) => s.title)).toEqual([
      '情境导入',
      '探究新知',
      '巩固练习',
      '拓展提升',
      '课堂小结',
    ])
    expect(steps.reduce((sum, s) => sum + s.minutes, 0)).toBe(40)
  })

  it('has no content for an id that is no plan', async () => {
    const plan = (await plansForTest({})).owner('plan')
    await expect(plan.initialContent!('plan-0000404', new Y.Doc())).rejects.toThrow('not-found')
  })
})

describe('who may do what in the rooms', () => {
  it.each([
    ['plan', LIN, 'write'],
    ['plan', HE, 'read'],
    ['plan', 'user-shi-0001', 'read'],
    ['plan', 'user-nobody-1', null],
    ['comments', LIN, 'write'],
    ['comments', HE, 'write'],
    ['comments', 'user-shi-0001', 'read'],
    ['comments', 'user-nobody-1', null],
  ] as const)('%s for %s: %s', async (kind, userId, access) => {
    const { owner } = await planned()
    const grant = await owner(kind).authorize(person(userId, ''), planId)
    expect(grant?.access ?? null).toBe(access)
  })

  it('is nothing for guests, strangers and other plans', async () => {
    const { owner } = await planned()
    expect(await owner('plan').authorize({ kind: 'anyone' }, planId)).toBeNull()
    expect(await owner('plan').authorize(lin, 'plan-other-1')).toBeNull()
  })

  it('stamps the name from the account, not from the session', async () => {
    const { owner } = await planned()
    const grant = await owner('comments').authorize(person(HE, '冒名'), planId)
    expect(grant?.identity).toEqual({ userId: HE, name: '贺明', hue: 'lin' })
  })
})

describe('the guard on comments', () => {
  const judge = async (userId: UserId, edit: (doc: Y.Doc) => void) => {
    const { owner, clock } = await planned()
    const comments = owner('comments')
    const grant = (await comments.authorize(person(userId, ''), planId))!
    const before = new Y.Doc()
    addThread(before, {
      threadId: 'thread-00001',
      kind: 'question',
      anchor,
      messages: [message(LIN, 'message-0001', '为什么？', clock.now())],
    })
    const client = copyOf(before)
    const known = Y.encodeStateVector(client)
    threadsMap(client)
    client.transact(() => edit(client))
    const trial = copyOf(before)
    const events: Y.YEvent<Y.AbstractType<unknown>>[] = []
    threadsMap(trial).observeDeep((seen) => {
      events.push(...(seen as Y.YEvent<Y.AbstractType<unknown>>[]))
    })
    let verdict = false
    trial.on('afterTransaction', () => {
      verdict = comments.guard!({ events, doc: trial, grant, actor: person(userId, '') })
    })
    Y.applyUpdate(trial, Y.encodeStateAsUpdate(client, known))
    return verdict
  }
  const at = Date.parse('2026-09-09T02:00:00.000Z')
  const resolve = (by: UserId) => (doc: Y.Doc) => {
    threadsMap(doc).get('thread-00001')?.set('resolvedBy', by)
    threadsMap(doc).get('thread-00001')?.set('resolvedAt', new Date(at).toISOString())
  }

  it('lets a commenter answer but not speak for, change, delete or resolve', async () => {
    const reply = (by: UserId) => (doc: Y.Doc) =>
      addMessage(doc, 'thread-00001', message(by, 'message-0002', '因为。', at))
    expect(await judge(HE, reply(HE))).toBe(true)
    expect(await judge(HE, reply(LIN))).toBe(false)
    expect(await judge(HE, (d) => editMessage(d, 'thread-00001', 'message-0001', '没问题。'))).toBe(
      false,
    )
    expect(await judge(HE, (d) => threadsMap(d).delete('thread-00001'))).toBe(false)
    expect(await judge(HE, resolve(HE))).toBe(false)
  })

  it('lets a writer of the plan resolve', async () =>
    expect(await judge(LIN, resolve(LIN))).toBe(true))

  it('refuses a plan’s body smuggled into the comments', async () =>
    expect(await judge(LIN, (d) => d.getXmlFragment('body').insert(0, [new Y.XmlText('x')]))).toBe(
      false,
    ))
})

/** As the room does it, without the thread in between. */
const projected = async (owner: DocOwner, doc: Y.Doc, authors: readonly UserId[]) =>
  owner.projection?.stored(planId, project(doc), authors, 0)
const projectedThreads = async (owner: DocOwner, doc: Y.Doc, authors: readonly UserId[]) =>
  owner.projection?.stored(planId, projectThreads(doc), authors, 0)

describe('what is projected from the plan', () => {
  const retitle = (doc: Y.Doc, title: string) => {
    const step = bodyOf(doc)
      .toArray()
      .find((n) => n instanceof Y.XmlElement && n.nodeName === 'lessonStep') as Y.XmlElement
    ;((step.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, title)
  }
  const write = (doc: Y.Doc, words: string) => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(words)])
    bodyOf(doc).push([paragraph])
  }

  it('is steps, text and characters, told to lists only when these show it', async () => {
    const { owner, open, row, told, queries } = await planned()
    const doc = await open(`plan:${planId}`)
    retitle(doc, '先')
    await projected(owner('plan'), doc, [])
    expect(told).toEqual([`changed ${lessonId}`])
    write(doc, '板书：种、收、尝、议')
    await projected(owner('plan'), doc, [])
    expect(told).toHaveLength(1)
    const { text, characters } = await row()
    expect(text.endsWith('板书：种、收、尝、议')).toBe(true)
    expect(characters).toBe(outlineOfDoc(doc).characters)
    expect((await queries.summaries([planId])).get(planId)?.steps[0]?.title).toBe('先回顾课文')
  })

  it('is projected whatever letters are in it', async () => {
    const { owner, open, row } = await planned()
    const doc = await open(`plan:${planId}`)
    write(doc, '板\0书')
    await projected(owner('plan'), doc, [LIN])
    expect((await row()).characters).toBe(outlineOfDoc(doc).characters)
  })

  it('becomes one line of news per author and half hour, with the finished words', async () => {
    const { owner, open, told, clock } = await planned()
    const plan = owner('plan')
    const doc = await open(`plan:${planId}`)
    const news = () => told.filter((line) => line.startsWith('plan.edited'))
    plan.onConnections!(planId, [connectionOf(LIN)])
    write(doc, '先')
    await projected(plan, doc, [LIN])
    expect(news()).toEqual([])
    const last = bodyOf(doc).get(bodyOf(doc).length - 1) as Y.XmlElement
    ;(last.get(0) as Y.XmlText).insert(1, '写后说')
    clock.nowMs += 61_000
    await projected(plan, doc, [LIN])
    expect(news()).toEqual([`plan.edited ${LIN} 先写后说`])
    write(doc, '又一句')
    clock.nowMs += 20 * 60_000
    await projected(plan, doc, [LIN])
    plan.onConnections!(planId, [])
    await projected(plan, doc, [LIN])
    expect(news()).toHaveLength(1)
  })

  it('is told when the author leaves, each author for themselves', async () => {
    const { owner, open, told } = await planned()
    const doc = await open(`plan:${planId}`)
    owner('plan').onConnections!(planId, [LIN, HE].map(connectionOf))
    write(doc, '林写的')
    await projected(owner('plan'), doc, [LIN])
    write(doc, '贺写的')
    await projected(owner('plan'), doc, [HE])
    owner('plan').onConnections!(planId, [connectionOf(HE)])
    await expect.poll(() => told).toContain(`plan.edited ${LIN} 林写的`)
    expect(told.some((line) => line.includes('贺写的'))).toBe(false)
  })

  it('is told of whoever wrote and left before it was stored', async () => {
    const { owner, open, told } = await planned()
    const doc = await open(`plan:${planId}`)
    owner('plan').onConnections!(planId, [connectionOf(HE)])
    write(doc, '林写的')
    await projected(owner('plan'), doc, [LIN])
    expect(told).toContain(`plan.edited ${LIN} 林写的`)
  })

  it('is told in one go of all who leave within a moment', async () => {
    const { owner, open, told, feature } = await planned()
    const doc = await open(`plan:${planId}`)
    owner('plan').onConnections!(planId, [LIN, HE].map(connectionOf))
    write(doc, '林写的')
    await projected(owner('plan'), doc, [LIN])
    write(doc, '贺写的')
    await projected(owner('plan'), doc, [HE])
    owner('plan').onConnections!(planId, [connectionOf(HE)])
    await new Promise((resolve) => setImmediate(resolve))
    owner('plan').onConnections!(planId, [])
    // Nor is it lost when the server ends right behind them.
    await feature.close?.()
    expect(told).toEqual([
      `plan.edited ${LIN} 林写的 + plan.edited ${HE} 贺写的`,
      `changed ${lessonId}`,
    ])
  })

  it('is no news when words are only taken away', async () => {
    const { owner, open, told } = await planned()
    const doc = await open(`plan:${planId}`)
    bodyOf(doc).delete(bodyOf(doc).length - 2, 2)
    await projected(owner('plan'), doc, [LIN])
    expect(told.filter((line) => line.startsWith('plan.edited'))).toEqual([])
  })
})

describe('what is projected from the comments', () => {
  const begin = (doc: Y.Doc, text: string, atMs: number) =>
    addThread(doc, {
      threadId: 'thread-00001',
      kind: 'question',
      anchor,
      messages: [message(HE, 'message-0001', text, atMs)],
    })

  it('is counted, told once and shown to whoever has the lesson open', async () => {
    const { owner, open, told, row, clock } = await planned()
    const doc = await open(`comments:${planId}`)
    begin(doc, '能不能先写一句？\n再叫人。', clock.now())
    await projectedThreads(owner('comments'), doc, [HE])
    await projectedThreads(owner('comments'), doc, [HE])
    expect(told).toEqual([`comment.added ${HE} 能不能先写一句？`, `changed ${lessonId}`])
    expect(await row()).toMatchObject({ comment_count: 1, open_questions: 1 })
  })

  it('[DR24] carries the server’s time when the client’s was another', async () => {
    const { owner, open, queries, clock } = await planned()
    const doc = await open(`comments:${planId}`)
    begin(doc, '写于离线', clock.now() - 3 * 3_600_000)
    await projectedThreads(owner('comments'), doc, [HE])
    expect((await queries.threads(planId))[0]?.messages[0]?.at).toBe(
      new Date(clock.now()).toISOString(),
    )
  })

  it('[DR14] is another’s when it came under an id that somebody has just left', async () => {
    const { owner, open, queries, told, clock } = await planned()
    const doc = await open(`comments:${planId}`)
    begin(doc, '为什么？', clock.now())
    addMessage(doc, 'thread-00001', message(LIN, 'message-0002', '因为。', clock.now()))
    await projectedThreads(owner('comments'), doc, [HE, LIN])
    told.length = 0
    deleteMessage(doc, 'thread-00001', 'message-0002')
    addMessage(doc, 'thread-00001', message(HE, 'message-0002', '早说过。', 0))
    await projectedThreads(owner('comments'), doc, [HE, LIN])
    expect((await queries.threads(planId))[0]?.messages[1]?.at).toBe(
      new Date(clock.now()).toISOString(),
    )
    expect(told).toEqual([`comment.added ${HE} 早说过。`, `changed ${lessonId}`])
    // Told once: stamped, it is known by its new time.
    await projectedThreads(owner('comments'), doc, [HE, LIN])
    expect(told).toHaveLength(2)
  })
})

describe('the sample’s threads', () => {
  it('hang on their words with their own times, and are no news', async () => {
    const { owner, open, queries, told, row, clock } = await planned()
    await queries.seedThreads(planId, [
      {
        quote: '带壳的花生',
        kind: 'question',
        resolvedBy: null,
        messages: [
          { authorId: HE, authorName: '贺明', atMs: clock.now() - 90_000_000, text: '每组几个？' },
        ],
      },
      {
        quote: '没有这句话',
        kind: 'agree',
        resolvedBy: LIN,
        messages: [{ authorId: HE, authorName: '贺明', atMs: 0, text: '好' }],
      },
    ])
    await projectedThreads(owner('comments'), await open(`comments:${planId}`), [])
    const threads = await queries.threads(planId)
    expect(threads.map((t) => [t.anchor.quote, t.anchor.stepId, t.resolvedBy])).toEqual([
      ['没有这句话', null, LIN],
      ['带壳的花生', 'step-1', null],
    ])
    expect(threads[1]?.messages[0]?.at).toBe(new Date(clock.now() - 90_000_000).toISOString())
    expect(told).toEqual([])
    expect(await row()).toMatchObject({ comment_count: 2, open_questions: 1 })
    expect(readThreads(await open(`comments:${planId}`))).toEqual(threads)
  })
})
