import type { ExpressionBuilder, Insertable, Selectable } from 'kysely'
import type { Db, Tables } from '#server/platform/db/Db.ts'
import { prepared } from '#server/platform/db/prepared.ts'
import type { Membership, Person } from '#shared/access/actor.ts'
import { lessonRoleSchema } from '#shared/access/roles.ts'
import type { FileId, LessonId, OrgId, PlanId, UserId } from '#shared/ids.ts'
import { stageSchema } from '#shared/lessons/model.ts'
import type {
  LessonChanges,
  LessonRecord,
  MemberRecord,
  PlacedLesson,
  SiteRecord,
} from './LessonRecord.ts'

type LessonRow = Selectable<Tables['lesson']>
type SiteRow = Selectable<Tables['lesson_site']>
type MemberRow = Selectable<Tables['lesson_member']>
type PlaceRow = {
  readonly group_name: string
  readonly above_id: string | null
  readonly above_kind: string | null
  readonly top_id: string | null
  readonly top_kind: string | null
}

const slidesOf = (row: LessonRow): LessonRecord['slides'] =>
  row.slides_file_id && row.slides_pages
    ? {
        fileId: row.slides_file_id as FileId,
        name: row.slides_name ?? '',
        pages: row.slides_pages,
        sizeBytes: row.slides_bytes ?? 0,
      }
    : null

const siteOf = (row: SiteRow): SiteRecord => ({
  site: row.site,
  school: row.school,
  schoolId: row.school_id as OrgId | null,
  className: row.class_name,
  headcount: row.headcount,
  teacherId: row.teacher_id as UserId | null,
})

const memberOf = (row: MemberRow): MemberRecord => ({
  userId: row.person_id as UserId,
  role: lessonRoleSchema.parse(row.role),
})

/** A group hangs under a school, or (paired schools) directly under the district. */
const placeOf = (row: PlaceRow, sites: readonly SiteRecord[]) => {
  const above = [
    { id: row.above_id, kind: row.above_kind },
    { id: row.top_id, kind: row.top_kind },
  ]
  const named = (kind: string) => above.find((org) => org.kind === kind)?.id ?? null
  const schools = [named('school'), ...sites.map((site) => site.schoolId)]
  return {
    groupName: row.group_name,
    schoolIds: [...new Set(schools.filter((id): id is OrgId => id !== null))],
    districtId: named('district') as OrgId | null,
  }
}

const lessonOf = (
  row: LessonRow & PlaceRow,
  sites: readonly SiteRow[],
  members: readonly MemberRow[],
): PlacedLesson => {
  const siteRecords = sites
    .map(siteOf)
    .sort((a, b) => Number(a.site === 'far') - Number(b.site === 'far'))
  return {
    lessonId: row.id as LessonId,
    planId: row.plan_id as PlanId,
    groupId: row.group_id as OrgId,
    title: row.title,
    subject: row.subject,
    grade: row.grade,
    unit: row.unit,
    lengthMin: row.length_min,
    stage: stageSchema.parse(row.stage),
    startsAtMs: row.starts_at,
    createdBy: row.created_by as UserId | null,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
    isSample: row.is_sample === 1,
    slides: slidesOf(row),
    sites: siteRecords,
    members: members.map(memberOf),
    ...placeOf(row, siteRecords),
  }
}

const columnsOf = (changes: LessonChanges): Partial<Insertable<Tables['lesson']>> => ({
  ...(changes.title === undefined ? {} : { title: changes.title }),
  ...(changes.subject === undefined ? {} : { subject: changes.subject }),
  ...(changes.grade === undefined ? {} : { grade: changes.grade }),
  ...(changes.unit === undefined ? {} : { unit: changes.unit }),
  ...(changes.lengthMin === undefined ? {} : { length_min: changes.lengthMin }),
  ...(changes.startsAtMs === undefined ? {} : { starts_at: changes.startsAtMs }),
  ...(changes.stage === undefined ? {} : { stage: changes.stage }),
  ...(changes.slides === undefined
    ? {}
    : {
        slides_file_id: changes.slides?.fileId ?? null,
        slides_name: changes.slides?.name ?? null,
        slides_pages: changes.slides?.pages ?? null,
        slides_bytes: changes.slides?.sizeBytes ?? null,
      }),
})

const placed = (db: Db) =>
  db
    .selectFrom('lesson')
    .innerJoin('org as team', 'team.id', 'lesson.group_id')
    .leftJoin('org as above', 'above.id', 'team.parent_id')
    .leftJoin('org as top', 'top.id', 'above.parent_id')
    .selectAll('lesson')
    .select([
      'team.name as group_name',
      'above.id as above_id',
      'above.kind as above_kind',
      'top.id as top_id',
      'top.kind as top_kind',
    ])

type Joined = Tables & {
  team: Tables['org']
  above: Tables['org'] | { [K in keyof Tables['org']]: null }
  top: Tables['org'] | { [K in keyof Tables['org']]: null }
}

/** `lessonAbilities(…).includes('view')` in SQL; a test holds the two together. */
const visibleTo = (actor: Person) => {
  const orgs = (kind: Membership['orgKind'], role?: Membership['role']): string[] =>
    actor.memberships
      .filter((m) => m.orgKind === kind && (!role || m.role === role))
      .map((m) => m.orgId)
  const researched = orgs('district', 'researcher')
  const led = orgs('school', 'principal')
  return (where: ExpressionBuilder<Joined, 'lesson' | 'above' | 'top'>) =>
    where.or([
      where('lesson.group_id', 'in', orgs('group')),
      where('above.id', 'in', researched),
      where('top.id', 'in', researched),
      where('above.id', 'in', led),
      where.exists(
        where
          .selectFrom('lesson_member')
          .select('lesson_member.role')
          .whereRef('lesson_member.lesson_id', '=', 'lesson.id')
          .where('lesson_member.person_id', '=', actor.userId),
      ),
      where.exists(
        where
          .selectFrom('lesson_site')
          .select('lesson_site.site')
          .whereRef('lesson_site.lesson_id', '=', 'lesson.id')
          .where('lesson_site.school_id', 'in', led),
      ),
    ])
}

const byLesson = <Row extends { readonly lesson_id: string }>(rows: readonly Row[]) => {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(row.lesson_id, [...(groups.get(row.lesson_id) ?? []), row])
  return groups
}

const completed = async (
  db: Db,
  rows: readonly (LessonRow & PlaceRow)[],
): Promise<readonly PlacedLesson[]> => {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const sites = await db
    .selectFrom('lesson_site')
    .selectAll()
    .where('lesson_id', 'in', ids)
    .execute()
  const members = await db
    .selectFrom('lesson_member')
    .selectAll()
    .where('lesson_id', 'in', ids)
    .execute()
  const bySite = byLesson(sites)
  const byMember = byLesson(members)
  return rows.map((row) => lessonOf(row, bySite.get(row.id) ?? [], byMember.get(row.id) ?? []))
}

/** Lists longer than a few terms of one district are cut; the newest stay. */
const LIST_LIMIT = 1000

/** What every socket of a document asks. */
const everySocket = (db: Db) => ({
  lesson: prepared(db, (lessonId: string) => placed(db).where('lesson.id', '=', lessonId)),
  sites: prepared(db, (lessonId: string) =>
    db.selectFrom('lesson_site').selectAll().where('lesson_id', '=', lessonId),
  ),
  members: prepared(db, (lessonId: string) =>
    db.selectFrom('lesson_member').selectAll().where('lesson_id', '=', lessonId),
  ),
  ofPlan: prepared(db, (planId: string) =>
    db.selectFrom('lesson').select('id').where('plan_id', '=', planId),
  ),
})

const queries = (db: Db, asked: ReturnType<typeof everySocket>) => ({
  find: async (lessonId: LessonId): Promise<PlacedLesson | null> => {
    const [row] = await asked.lesson(lessonId)
    return row ? lessonOf(row, await asked.sites(lessonId), await asked.members(lessonId)) : null
  },
  lessonOfPlan: async (planId: PlanId): Promise<LessonId | null> => {
    const [row] = await asked.ofPlan(planId)
    return row ? (row.id as LessonId) : null
  },
  /** What this person may see, newest change first: three queries however many there are. */
  visible: async (actor: Person): Promise<readonly PlacedLesson[]> => {
    const rows = await placed(db)
      .where(visibleTo(actor))
      .orderBy('lesson.updated_at', 'desc')
      .orderBy('lesson.id')
      .limit(LIST_LIMIT)
      .execute()
    return completed(db, rows)
  },
})

const siteRow = (lessonId: LessonId, site: SiteRecord): Insertable<Tables['lesson_site']> => ({
  lesson_id: lessonId,
  site: site.site,
  school: site.school,
  school_id: site.schoolId,
  class_name: site.className,
  headcount: site.headcount,
  teacher_id: site.teacherId,
})

const changes = (db: Db) => ({
  insert: async (lesson: LessonRecord): Promise<void> => {
    await db
      .insertInto('lesson')
      .values({
        id: lesson.lessonId,
        group_id: lesson.groupId,
        plan_id: lesson.planId,
        title: lesson.title,
        subject: lesson.subject,
        grade: lesson.grade,
        unit: lesson.unit,
        length_min: lesson.lengthMin,
        stage: lesson.stage,
        starts_at: lesson.startsAtMs,
        created_by: lesson.createdBy,
        created_at: lesson.createdAtMs,
        updated_at: lesson.updatedAtMs,
        is_sample: lesson.isSample ? 1 : 0,
        slides_file_id: lesson.slides?.fileId ?? null,
        slides_name: lesson.slides?.name ?? null,
        slides_pages: lesson.slides?.pages ?? null,
        slides_bytes: lesson.slides?.sizeBytes ?? null,
      })
      .execute()
    for (const site of lesson.sites)
      await db.insertInto('lesson_site').values(siteRow(lesson.lessonId, site)).execute()
    for (const { userId, role } of lesson.members)
      await db
        .insertInto('lesson_member')
        .values({ lesson_id: lesson.lessonId, person_id: userId, role })
        .execute()
  },
  update: async (lessonId: LessonId, change: LessonChanges, nowMs: number): Promise<void> => {
    await db
      .updateTable('lesson')
      .set({ ...columnsOf(change), updated_at: nowMs })
      .where('id', '=', lessonId)
      .execute()
  },
  remove: async (lessonId: LessonId): Promise<void> => {
    await db.deleteFrom('lesson').where('id', '=', lessonId).execute()
  },
  /** Null takes the site away. */
  setSite: async (lessonId: LessonId, site: 'near' | 'far', record: SiteRecord | null) => {
    await db
      .deleteFrom('lesson_site')
      .where('lesson_id', '=', lessonId)
      .where('site', '=', site)
      .execute()
    if (record) await db.insertInto('lesson_site').values(siteRow(lessonId, record)).execute()
  },
  /** Null takes the person off the lesson. */
  setMember: async (lessonId: LessonId, userId: UserId, role: MemberRecord['role'] | null) => {
    await db
      .deleteFrom('lesson_member')
      .where('lesson_id', '=', lessonId)
      .where('person_id', '=', userId)
      .execute()
    if (role)
      await db
        .insertInto('lesson_member')
        .values({ lesson_id: lessonId, person_id: userId, role })
        .execute()
  },
})

/** Lessons, their sites and people: the only place that knows these columns. */
export const lessonRepo = (db: Db) => ({
  ...queries(db, everySocket(db)),
  ...changes(db),
})
export type LessonRepo = ReturnType<typeof lessonRepo>
