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

/**
 * What changing the teacher of a site does to roles: the new one teaches, the one before keeps
 * writing. Nobody else's role changes.
 */
export const roleChanges = (
  members: readonly MemberRecord[],
  before: SiteRecord | undefined,
  after: SiteRecord | null,
): readonly MemberRecord[] => {
  const old = before?.teacherId ?? null
  const next = after?.teacherId ?? null
  if (old === next) return []
  const roleOf = (userId: UserId) => members.find((member) => member.userId === userId)?.role
  const changes: MemberRecord[] = []
  if (old && before && roleOf(old) === roleAt[before.site])
    changes.push({ userId: old, role: 'editor' })
  if (next && after && roleOf(next) !== 'lead')
    changes.push({ userId: next, role: roleAt[after.site] })
  return changes
}
