import type { z } from 'zod'
import { instant } from '#server/platform/clock.ts'
import type { Person } from '#shared/access/actor.ts'
import type { readHome as contract } from '#shared/lessons/contract.ts'
import { weekShownMs } from '#shared/lessons/weekShown.ts'
import { type Described, describeLesson, describeLessons } from './describe.ts'
import type { Lessons } from './LessonParts.ts'
import type { PlacedLesson } from './LessonRecord.ts'
import { readActivity } from './readActivity.ts'
import { dayOf, weekOf } from './schoolDay.ts'
import { waitingFor } from './waitingFor.ts'

type Home = z.input<(typeof contract)['response']>

const ACTIVITY_LINES = 12
const RECENT_LESSONS = 6
/** A lesson stays the next one until its bell and this long after: classes begin late. */
const LATE_MS = 15 * 60_000

export const belongsTo = (actor: Person, lesson: PlacedLesson): boolean =>
  lesson.members.some(({ userId }) => userId === actor.userId) ||
  lesson.sites.some(({ teacherId }) => teacherId === actor.userId)

const isAhead = (lesson: PlacedLesson, nowMs: number): boolean =>
  lesson.startsAtMs !== null &&
  (lesson.stage === 'plan' || lesson.stage === 'teach') &&
  lesson.startsAtMs + lesson.lengthMin * 60_000 + LATE_MS > nowMs

/** One's own lessons come before those one only sees; of each the earliest. */
const nextOf = (
  actor: Person,
  lessons: readonly PlacedLesson[],
  nowMs: number,
): PlacedLesson | null => {
  const ahead = lessons
    .filter((lesson) => isAhead(lesson, nowMs))
    .sort((a, b) => (a.startsAtMs ?? 0) - (b.startsAtMs ?? 0))
  return ahead.find((lesson) => belongsTo(actor, lesson)) ?? ahead[0] ?? null
}

const within = (
  described: readonly Described[],
  range: { readonly startMs: number; readonly endMs: number },
) =>
  described
    .map(({ summary }) => summary)
    .filter(({ startsAt }) => {
      const atMs = startsAt === null ? Number.NaN : Date.parse(startsAt)
      return atMs >= range.startMs && atMs < range.endMs
    })
    .sort((a, b) => (a.startsAt ?? '').localeCompare(b.startsAt ?? ''))

const placeNames = async (
  { people }: Lessons,
  actor: Person,
): Promise<{ groupName: string | null; schoolName: string | null }> => {
  const group = actor.memberships.find((m) => m.orgKind === 'group')
  const groupOrg = group ? await people.org(group.orgId) : null
  const school = actor.memberships.find((m) => m.orgKind === 'school')
  const schoolId =
    school?.orgId ?? (group ? (await people.placeOf(group.orgId)).schoolIds[0] : undefined)
  const schoolOrg = schoolId ? await people.org(schoolId) : null
  return { groupName: groupOrg?.name ?? null, schoolName: schoolOrg?.name ?? null }
}

/** A teacher's day, from what this person may see. Days and weeks are the server's, as the bells are. */
export const readHome = async (parts: Lessons, actor: Person): Promise<Home> => {
  const nowMs = parts.clock.now()
  const visible = await parts.lessons.visible(actor)
  const open = visible.filter(({ stage }) => stage !== 'archive')
  const described = await describeLessons(parts, visible)
  const next = nextOf(actor, open, nowMs)
  const [waiting, activity, place, sample] = await Promise.all([
    waitingFor(parts, actor, open, described),
    readActivity(parts, visible, ACTIVITY_LINES),
    placeNames(parts, actor),
    parts.sample.isLoaded(),
  ])
  return {
    now: instant(nowMs),
    ...place,
    next: next ? await describeLesson(parts, actor, next) : null,
    today: within(described, dayOf(nowMs)),
    week: within(described, weekOf(weekShownMs(nowMs))),
    recent: described.slice(0, RECENT_LESSONS).map(({ summary }) => summary),
    waiting,
    activity,
    sample,
  }
}
