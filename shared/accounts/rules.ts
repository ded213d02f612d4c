import type { OrgKind } from '../access/actor.ts'
import type { OrgRole } from '../access/roles.ts'

/** The roles that mean something in an organisation of this kind, the common one first. */
export const rolesIn: Readonly<Record<OrgKind, readonly OrgRole[]>> = {
  district: ['researcher'],
  school: ['teacher', 'principal'],
  group: ['teacher', 'prep_lead'],
}

/** Roles that open more than the lessons one works on: lead of a group, researcher, principal. */
export const hasRights = (role: OrgRole): boolean => role !== 'teacher'

/** What an organisation may stand below; a district stands alone. */
export const mayStandBelow = (kind: OrgKind, parent: OrgKind): boolean => {
  if (kind === 'school') return parent === 'district'
  return kind === 'group' && parent !== 'group'
}
