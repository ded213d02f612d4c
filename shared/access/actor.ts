import type { Hue } from '../accounts/model.ts'
import type { LessonId, OrgId, ShareId, UserId } from '../ids.ts'
import type { OrgRole } from './roles.ts'

export type OrgKind = 'district' | 'school' | 'group'

export type Membership = {
  readonly orgId: OrgId
  readonly orgKind: OrgKind
  readonly role: OrgRole
}

export type Person = {
  readonly kind: 'person'
  readonly userId: UserId
  readonly name: string
  readonly hue: Hue
  readonly memberships: readonly Membership[]
  readonly isAdmin: boolean
}

/** Somebody who opened a share link: sees that one lesson's process page and nothing else. */
export type Guest = {
  readonly kind: 'guest'
  readonly shareId: ShareId
  readonly lessonId: LessonId
}

/** Who is asking. Decided by the server from the session, never from the request's content. */
export type Actor = Person | Guest | { readonly kind: 'anyone' }
