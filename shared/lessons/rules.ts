import type { Actor } from '../access/actor.ts'
import type { LessonRole } from '../access/roles.ts'
import type { OrgId, UserId } from '../ids.ts'
import type { DeviceFindings, LessonAbility } from './model.ts'

/** What the rules need to know of a lesson; `memberRoles` are explicit and outrank the group's. */
export type LessonFacts = {
  readonly groupId: OrgId
  readonly schoolIds: readonly OrgId[]
  readonly districtId: OrgId | null
  readonly memberRoles: ReadonlyMap<UserId, LessonRole>
  readonly isArchived: boolean
}

const byRole: Readonly<Record<LessonRole, readonly LessonAbility[]>> = {
  lead: [
    'view',
    'editPlan',
    'comment',
    'teach',
    'observe',
    'annotate',
    'code',
    'share',
    'manage',
    'archive',
  ],
  assist: ['view', 'editPlan', 'comment', 'teach', 'observe', 'annotate', 'code', 'share'],
  editor: ['view', 'editPlan', 'comment', 'observe', 'annotate', 'code'],
  commenter: ['view', 'comment', 'observe', 'annotate', 'code'],
  viewer: ['view'],
}

/** What the archive leaves of them: looking, showing it to others, and taking it out again. */
const inArchive: ReadonlySet<LessonAbility> = new Set(['view', 'share', 'archive'])

/** Who teaches a lesson is named on it. */
export const teaches = (role: LessonRole | undefined): boolean =>
  role !== undefined && byRole[role].includes('teach')

const abilitiesBefore = (actor: Actor, lesson: LessonFacts): readonly LessonAbility[] => {
  if (actor.kind !== 'person') return []
  const explicit = lesson.memberRoles.get(actor.userId)
  if (explicit) return byRole[explicit]
  const inGroup = actor.memberships.find((m) => m.orgId === lesson.groupId)
  if (inGroup?.role === 'prep_lead') return [...byRole.editor, 'share', 'manage', 'archive']
  if (inGroup) return byRole.editor
  const researches = actor.memberships.some(
    (m) => m.orgId === lesson.districtId && m.role === 'researcher',
  )
  if (researches) return byRole.commenter
  const leadsSchool = actor.memberships.some(
    (m) => lesson.schoolIds.includes(m.orgId) && m.role === 'principal',
  )
  return leadsSchool ? byRole.viewer : []
}

/**
 * Total and pure: what this actor may do with this lesson. A person named on the lesson has that
 * role; otherwise members of its planning group write, the group's lead also manages and shares,
 * district researchers comment, and school leaders read. Administrators manage people, not texts.
 * An archived lesson is as it was left: nobody changes anything of it until it is taken out.
 */
export const lessonAbilities = (actor: Actor, lesson: LessonFacts): readonly LessonAbility[] => {
  const abilities = abilitiesBefore(actor, lesson)
  return lesson.isArchived ? abilities.filter((ability) => inArchive.has(ability)) : abilities
}

/** Devices are moved and unplugged: a check speaks for the two days after it. */
export const CHECK_HOLDS_MS = 48 * 60 * 60_000

/** What of a check needs a hand before the lesson; a camera left off on purpose does not. */
export const faultsOf = (found: DeviceFindings): readonly (keyof DeviceFindings)[] => [
  ...(found.camera === 'problem' ? (['camera'] as const) : []),
  ...(found.microphone === 'good' ? [] : (['microphone'] as const)),
  ...(found.network === 'failed' || found.network === 'voice' ? (['network'] as const) : []),
]
