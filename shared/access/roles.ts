import { z } from 'zod'

/** Roles a person has in an organisation (domain terms; see the glossary in README). */
export const orgRoleSchema = z.enum([
  'teacher',
  'prep_lead',
  'researcher',
  'principal',
  'org_admin',
])
export type OrgRole = z.infer<typeof orgRoleSchema>

/** What a person is to one lesson. `lead` and `assist` teach; `editor` writes; `commenter` only comments; `viewer` reads. */
export const lessonRoleSchema = z.enum(['lead', 'assist', 'editor', 'commenter', 'viewer'])
export type LessonRole = z.infer<typeof lessonRoleSchema>
