import { z } from 'zod'
import { orgRoleSchema } from '../access/roles.ts'
import { orgIdSchema, userIdSchema } from '../ids.ts'
import { instantSchema } from '../time.ts'

/** Letters, digits, dot, dash and underscore; compared without regard to case. */
export const loginSchema = z
  .string()
  .trim()
  .min(2)
  .max(40)
  .regex(/^[A-Za-z0-9._-]+$/)

/** At least 8 characters, no composition rules; long phrases and Chinese are welcome. */
export const passwordSchema = z.string().min(8).max(128)

export const personNameSchema = z.string().trim().min(1).max(40)

/** Six author hues beside the site colours; never cinnabar. See client/styles/tokens.css. */
export const hueSchema = z.enum(['lin', 'shi', 'shen', 'gu', 'he', 'tian', 'zhou'])
export type Hue = z.infer<typeof hueSchema>

export const personCardSchema = z.object({ userId: userIdSchema, name: z.string(), hue: hueSchema })
export type PersonCard = z.infer<typeof personCardSchema>

export const orgKindSchema = z.enum(['district', 'school', 'group'])

export const orgNameSchema = z.string().trim().min(1).max(60)

export const membershipSchema = z.object({
  orgId: orgIdSchema,
  orgKind: orgKindSchema,
  orgName: z.string(),
  role: orgRoleSchema,
})

/** The signed-in person, as the page needs to know them. */
export const meSchema = personCardSchema.extend({
  login: z.string(),
  isAdmin: z.boolean(),
  memberships: z.array(membershipSchema),
})
export type Me = z.infer<typeof meSchema>

/** One person as administrators see them: everything but what they wrote, and never a password. */
export const accountSchema = meSchema.extend({
  /** Came with the sample and goes with it. */
  isSample: z.boolean(),
  /** After five wrong passwords; null when not locked now. */
  lockedUntil: instantSchema.nullable(),
  disabledAt: instantSchema.nullable(),
})
export type Account = z.infer<typeof accountSchema>

export const orgSchema = z.object({
  orgId: orgIdSchema,
  kind: orgKindSchema,
  name: z.string(),
  parentId: orgIdSchema.nullable(),
  isSample: z.boolean(),
})
export type Org = z.infer<typeof orgSchema>

/** Where somebody belongs, as it is asked for: at most one role in each organisation. */
export const membershipChoicesSchema = z
  .array(z.strictObject({ orgId: orgIdSchema, role: orgRoleSchema }))
  .min(1)
  .max(40)
  .refine((choices) => new Set(choices.map(({ orgId }) => orgId)).size === choices.length)
export type MembershipChoices = z.infer<typeof membershipChoicesSchema>
