import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { orgIdSchema } from '../ids.ts'
import {
  accountSchema,
  loginSchema,
  membershipChoicesSchema,
  meSchema,
  orgNameSchema,
  orgSchema,
  passwordSchema,
  personCardSchema,
  personNameSchema,
} from './model.ts'

export const signIn = endpoint({
  method: 'POST',
  path: '/session',
  access: 'anyone',
  body: z.strictObject({
    login: z.string().trim().min(1).max(60),
    password: z.string().min(1).max(128),
  }),
  response: meSchema,
})

export const signOut = endpoint({
  method: 'DELETE',
  path: '/session',
  access: 'anyone',
  response: z.object({}),
})

/** `me` is null when nobody is signed in; `setupNeeded` says that no school exists yet. */
export const readSession = endpoint({
  method: 'GET',
  path: '/session',
  access: 'anyone',
  response: z.object({
    me: meSchema.nullable(),
    setupNeeded: z.boolean(),
    /** Name of this installation's school, shown above the sign-in form. */
    school: z.string().nullable().default(null),
    demoHint: z.string().nullable(),
  }),
})

/**
 * 32 random bytes of this person's, base64, made when they are first asked for: what stays in a
 * shared browser after signing out is sealed with them, and opens for nobody else.
 */
export const takeStorageKey = endpoint({
  method: 'POST',
  path: '/session/storage-key',
  access: 'person',
  response: z.object({ key: z.base64().length(44) }),
})

export const setupLanguageSchema = z.enum(['zh-CN', 'en'])
export type SetupLanguage = z.infer<typeof setupLanguageSchema>

export const setupStageSchema = z.enum(['primary', 'junior', 'nine_year', 'senior'])

export const setUpSchool = endpoint({
  method: 'POST',
  path: '/setup',
  access: 'anyone',
  body: z.strictObject({
    token: z.string().min(1).max(100),
    school: z.string().trim().min(1).max(60),
    district: z.string().trim().min(1).max(60),
    stage: setupStageSchema,
    lessonMinutes: z.number().int().min(5).max(120),
    adminName: personNameSchema,
    login: loginSchema,
    password: passwordSchema,
    withSample: z.boolean(),
    /** Of the person who sets up: what is made for them bears names in it. */
    language: setupLanguageSchema.default('zh-CN'),
  }),
  response: z.object({
    me: meSchema,
    /** Passwords of the sample's people, shown this once; empty without the sample. */
    samplePeople: z.array(
      z.object({ name: z.string(), login: z.string(), password: z.string(), part: z.string() }),
    ),
  }),
})

/** Whether a setup link is still good, asked before the form is shown. */
export const checkSetupLink = endpoint({
  method: 'POST',
  path: '/setup/check',
  access: 'anyone',
  body: z.strictObject({ token: z.string().min(1).max(100) }),
  response: z.object({ ok: z.boolean() }),
})

/** People one may name: same district, not disabled, at most 500. */
export const listPeople = endpoint({
  method: 'GET',
  path: '/people',
  access: 'person',
  response: z.object({ people: z.array(personCardSchema.extend({ orgName: z.string() })) }),
})

/** Everybody of this installation. Administrators manage people, never what they wrote. */
export const listAccounts = endpoint({
  method: 'GET',
  path: '/accounts',
  access: 'admin',
  response: z.object({ accounts: z.array(accountSchema) }),
})

/** A password the server made, in this answer and nowhere else: only its hash is kept. */
const newPassword = z.object({ password: z.string() })

export const createAccount = endpoint({
  method: 'POST',
  path: '/accounts',
  access: 'admin',
  body: z.strictObject({
    name: personNameSchema,
    login: loginSchema,
    memberships: membershipChoicesSchema,
  }),
  response: newPassword.extend({ account: accountSchema }),
})

/** What is left out stays. A change of place or right is felt at once by the person's open pages. */
export const updateAccount = endpoint({
  method: 'PATCH',
  path: '/accounts/:userId',
  access: 'admin',
  body: z.strictObject({
    name: personNameSchema.optional(),
    memberships: membershipChoicesSchema.optional(),
    isAdmin: z.boolean().optional(),
  }),
  response: accountSchema,
})

/** Also lifts a lock; everywhere the person was signed in they no longer are. */
export const resetPassword = endpoint({
  method: 'POST',
  path: '/accounts/:userId/password',
  access: 'admin',
  response: newPassword,
})

/** Signed out at once and not let in again; what the person wrote stays where it is. */
export const disableAccount = endpoint({
  method: 'POST',
  path: '/accounts/:userId/disable',
  access: 'admin',
  response: accountSchema,
})

export const enableAccount = endpoint({
  method: 'POST',
  path: '/accounts/:userId/enable',
  access: 'admin',
  response: accountSchema,
})

/** Parents before children. */
export const listOrgs = endpoint({
  method: 'GET',
  path: '/orgs',
  access: 'admin',
  response: z.object({ orgs: z.array(orgSchema) }),
})

/** A school stands below the district, a group below a school or the district. */
export const createOrg = endpoint({
  method: 'POST',
  path: '/orgs',
  access: 'admin',
  body: z.strictObject({
    kind: z.enum(['school', 'group']),
    name: orgNameSchema,
    parentId: orgIdSchema,
  }),
  response: orgSchema,
})

export const renameOrg = endpoint({
  method: 'PATCH',
  path: '/orgs/:orgId',
  access: 'admin',
  body: z.strictObject({ name: orgNameSchema }),
  response: orgSchema,
})

/** Ends every other session of the person; this browser stays signed in. */
export const changeOwnPassword = endpoint({
  method: 'PUT',
  path: '/session/password',
  access: 'person',
  body: z.strictObject({ old: z.string().min(1).max(128), next: passwordSchema }),
  response: z.object({}),
})
