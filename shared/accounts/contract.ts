import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import {
  loginSchema,
  meSchema,
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

/** People one may name: same district, at most 50. */
export const listPeople = endpoint({
  method: 'GET',
  path: '/people',
  access: 'person',
  response: z.object({ people: z.array(personCardSchema.extend({ orgName: z.string() })) }),
})
