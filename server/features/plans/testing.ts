import * as Y from 'yjs'
import type { Db } from '#server/platform/db/Db.ts'
import { createLog } from '#server/platform/log.ts'
import type { LessonAccess } from '#server/platform/ports/LessonAccess.ts'
import type { People } from '#server/platform/ports/People.ts'
import type { DocConnection, DocOwner, DocRooms } from '#server/platform/sync/ports.ts'
import { testDb } from '#server/testing/testDb.ts'
import type { Actor, Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { LessonId, PlanId, UserId } from '#shared/ids.ts'
import type { Lesson, LessonAbility } from '#shared/lessons/model.ts'
import { type DocName, parseDocName } from '#shared/sync/docName.ts'
import { plansFeature } from './index.ts'

export const planId = 'plan-0000001' as PlanId
const groupId = 'group-00001'
export const lessonId = 'lesson-00001' as LessonId

export const person = (userId: string, name: string): Person => ({
  kind: 'person',
  hue: 'lin',
  userId: userId as UserId,
  name,
  memberships: [],
  isAdmin: false,
})

/** Rooms as far as an owner can tell: content made once, edits announced to it. */
const fakeRooms = () => {
  const owners = new Map<string, DocOwner>()
  const docs = new Map<DocName, Y.Doc>()
  const open = async (name: DocName): Promise<Y.Doc> => {
    const parsed = parseDocName(name)
    const existing = docs.get(name)
    if (existing || !parsed) return existing ?? new Y.Doc()
    const doc = new Y.Doc()
    await owners.get(parsed.kind)?.initialContent?.(parsed.id, doc)
    docs.set(name, doc)
    return doc
  }
  const rooms: DocRooms = {
    own: (owner) => void owners.set(owner.kind, owner),
    transact: async (name, edit) => {
      const doc = await open(name)
      doc.transact(() => edit(doc))
    },
    read: async (name) => {
      const copy = new Y.Doc()
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(await open(name)))
      return copy
    },
    merge: async (name, { update }) => {
      Y.applyUpdate(await open(name), update)
      return 'done'
    },
    projected: async (name) => {
      const owner = owners.get(parseDocName(name)?.kind ?? '')
      return owner?.projection?.project(await open(name))
    },
    connections: async () => [],
    closeWhere: () => {},
    history: async () => [],
    folded: async () => null,
    close: async () => {},
  }
  return { rooms, owners, open }
}

const insertLesson = async (db: Db): Promise<void> => {
  const group = { id: groupId, parent_id: null, kind: 'group', name: '组' } as const
  await db
    .insertInto('org')
    .values({ ...group, settings: '{}', is_sample: 0 })
    .execute()
  const none = { slides_file_id: null, slides_name: null, slides_pages: null, slides_bytes: null }
  const words = { title: '课', subject: '语文', grade: '五年级', unit: '一', stage: 'plan' }
  const times = { starts_at: null, created_by: null, created_at: 0, updated_at: 0 }
  await db
    .insertInto('lesson')
    .values({
      id: lessonId,
      group_id: groupId,
      plan_id: planId,
      length_min: 40,
      is_sample: 0,
      ...words,
      ...times,
      ...none,
    })
    .execute()
}

type Abilities = Readonly<Record<string, readonly LessonAbility[]>>

const fakeLessons = (abilities: Abilities, told: string[]): LessonAccess => {
  const of = (actor: Actor) => (actor.kind === 'person' ? (abilities[actor.userId] ?? []) : [])
  const parts: Partial<LessonAccess> = {
    abilitiesOf: async (actor) => of(actor),
    lessonOfPlan: async (id) => (id === planId ? lessonId : null),
    need: async (actor, _id, ability) => {
      if (!of(actor).includes('view')) throw new AppError('not-found')
      if (!of(actor).includes(ability)) throw new AppError('forbidden')
      return {} as Lesson
    },
    read: async () => null,
    note: async (...lines) => {
      const said = lines.map(({ kind, actorId, detail }) => `${kind} ${actorId} ${detail}`)
      told.push(said.join(' + '))
    },
    changed: (id) => void told.push(`changed ${id}`),
  }
  return parts as LessonAccess
}

const cardOf = (userId: UserId) => ({ userId, name: names[userId] ?? '?', hue: 'lin' as const })

/** What the slice stands on: a real database, a clock to turn, and neighbours that take notes. */
export const groundForTest = async (abilities: Abilities) => {
  const db = await testDb()
  await insertLesson(db)
  const told: string[] = []
  const clock = { nowMs: Date.parse('2026-09-09T02:00:00.000Z'), now: () => clock.nowMs }
  const people = {
    card: async (userId: UserId) => cardOf(userId),
    cards: async (userIds: readonly UserId[]) =>
      new Map(userIds.map((userId) => [userId, cardOf(userId)])),
  } as Partial<People> as People
  return { db, told, clock, people, lessons: fakeLessons(abilities, told) }
}

/** The slice on a real database, with what its neighbours were told. */
export const plansForTest = async (abilities: Abilities) => {
  const { db, told, clock, people, lessons } = await groundForTest(abilities)
  const { rooms: docs, owners, open } = fakeRooms()
  const feature = plansFeature({ db, clock, log: createLog('silent'), docs, lessons, people })
  for (const owner of feature.docs ?? []) docs.own(owner)
  const owner = (kind: 'plan' | 'comments'): DocOwner => {
    const found = owners.get(kind)
    if (!found) throw new Error(`nobody owns ${kind}`)
    return found
  }
  const row = () =>
    db.selectFrom('plan').selectAll().where('id', '=', planId).executeTakeFirstOrThrow()
  return { clock, told, feature, queries: feature.queries, owner, open, row }
}

export const names: Readonly<Record<string, string>> = {
  'user-lin-0001': '林若溪',
  'user-shi-0001': '石远',
  'user-he-00001': '贺明',
}

export const connectionOf = (userId: string): DocConnection => ({
  connectionId: userId,
  name: `plan:${planId}`,
  actor: person(userId, names[userId] ?? '?'),
  grant: {
    access: 'write',
    identity: { userId: userId as UserId, name: names[userId] ?? '?', hue: 'lin' },
  },
  deviceId: null,
})
