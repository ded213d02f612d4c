import type { LessonRole } from '#shared/access/roles.ts'
import type { UserId } from '#shared/ids.ts'
import type { Site } from '#shared/lessons/model.ts'
import type { MemberRecord, SiteRecord } from './LessonRecord.ts'

/** Who stands in the near room leads, who stands in the far room assists. */
const roleAt: Readonly<Record<Site, LessonRole>> = { near: 'lead', far: 'assist' }

/** The people of a new lesson: its teachers, and its maker unless the group's lead is one anyway. */
export const firstMembers = (
  sites: readonly SiteRecord[],
  maker: { readonly userId: UserId; readonly managesGroup: boolean },
): readonly MemberRecord[] => {
  const roles = new Map<UserId, LessonRole>()
  if (!maker.managesGroup) roles.set(maker.userId, 'lead')
  for (const { site, teacherId } of sites)
    if (teacherId && !roles.has(teacherId)) roles.set(teacherId, roleAt[site])
  return [...roles].map(([userId, role]) => ({ userId, role }))
}

const teaching = (sites: readonly SiteRecord[], userId: UserId): string =>
  sites.flatMap(({ site, teacherId }) => (teacherId === userId ? [site] : [])).join()

/** Who stands in another room than before, or in none any more. */
export const movedTeachers = (
  before: readonly SiteRecord[],
  after: readonly SiteRecord[],
): readonly UserId[] => {
  const named = [...before, ...after].flatMap(({ teacherId }) => teacherId ?? [])
  return [...new Set(named)].filter(
    (userId) => teaching(before, userId) !== teaching(after, userId),
  )
}

/**
 * What changing the teachers of the sites does to roles: who comes teaches, who teaches in neither
 * any more keeps writing, and keeps leading as long as nobody else does. Nobody else's role changes.
 */
export const roleChanges = (
  members: readonly MemberRecord[],
  before: readonly SiteRecord[],
  after: readonly SiteRecord[],
): readonly MemberRecord[] => {
  const roles = new Map(members.map(({ userId, role }) => [userId, role]))
  const changes = movedTeachers(before, after).flatMap((userId): MemberRecord[] => {
    const role = roles.get(userId)
    const room = after.find(({ teacherId }) => teacherId === userId)
    if (room) return role === 'lead' ? [] : [{ userId, role: roleAt[room.site] }]
    const wasTheirs = before.some(
      ({ site, teacherId }) => teacherId === userId && role === roleAt[site],
    )
    return wasTheirs ? [{ userId, role: 'editor' }] : []
  })
  const isLed = [...roles, ...changes.map(({ userId, role }) => [userId, role] as const)].some(
    ([userId, role]) =>
      role === 'lead' && !changes.some((one) => one.userId === userId && one.role !== 'lead'),
  )
  return isLed ? changes : changes.filter(({ userId }) => roles.get(userId) !== 'lead')
}
