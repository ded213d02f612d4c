import { z } from 'zod'
import { personCardSchema } from '../accounts/model.ts'
import { userIdSchema, versionIdSchema } from '../ids.ts'
import { planStepSchema } from '../lessons/model.ts'
import { instantSchema } from '../time.ts'
import { threadSchema } from './comments.ts'
import { planAbilities } from './rules.ts'

/** A place in a document's log: the number of the last update that counts; 0 before the first. */
const seqSchema = z.number().int().min(0)

/**
 * Which moment of a document: up to a server time (ISO 8601 or milliseconds since 1970) or up to a
 * number of its log, which is exact even within one millisecond. Neither: now.
 */
export const momentSchema = z
  .strictObject({
    at: z
      .union([
        z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso)),
        z
          .string()
          .regex(/^\d{1,15}$/)
          .transform(Number),
      ])
      .optional(),
    seq: z
      .string()
      .regex(/^\d{1,12}$/)
      .transform(Number)
      .optional(),
  })
  .refine(({ at, seq }) => at === undefined || seq === undefined)
export type Moment = z.infer<typeof momentSchema>

/** A document as it was. */
const pastSchema = z.object({
  /** The last update in it; 0: nothing had been written yet. */
  seq: seqSchema,
  /** When that one was stored; null for 0. */
  at: instantSchema.nullable(),
  /** The whole document as one Yjs update (v1), base64. Words that were deleted by then are not in it. */
  update: z.base64(),
})

export const outlineSchema = z.object({
  steps: z.array(planStepSchema),
  /** One line per paragraph, heading, cell and step title. */
  text: z.string(),
  /** Without white space; what 字数 means. */
  characters: z.number().int(),
})

export const planStateSchema = pastSchema.extend({ outline: outlineSchema })
export type PlanState = z.infer<typeof planStateSchema>
export const commentsStateSchema = pastSchema.extend({ threads: z.array(threadSchema) })

/** How many updates one stream brings at most; without `limit` it is this many. */
export const MOST_UPDATES = 1_000_000

export const updatesQuerySchema = z.strictObject({
  /** Only what comes after this number. */
  after: z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number)
    .default(0),
  limit: z
    .string()
    .regex(/^\d{1,7}$/)
    .transform(Number)
    .pipe(z.number().min(1).max(MOST_UPDATES))
    .default(MOST_UPDATES),
})

/**
 * A line of a stream of updates (`application/x-ndjson`, one JSON object a line, ordered by `seq`).
 * A stream that does not end with an `end` line was cut off; go on with `?after=` the last `seq`.
 */
export const updateLineSchema = z.union([
  z.strictObject({
    seq: seqSchema,
    /** Server time. */
    at: instantSchema,
    /** Null: the server's own edit. */
    by: userIdSchema.nullable(),
    /** A Yjs update (v1), base64. */
    update: z.base64(),
  }),
  z.strictObject({
    end: z.literal(true),
    /** The last number sent, to go on after; what was asked for when nothing was. */
    after: seqSchema,
    /** There was more than `limit`. */
    more: z.boolean(),
  }),
])
export type UpdateLine = z.infer<typeof updateLineSchema>

export const LABEL_LENGTH = 40
export const NOTE_LENGTH = 300

/** How many versions a plan may have. The server's own before a restore count, and are never refused. */
export const MOST_VERSIONS = 200

/** `named` by a person; `beforeRestore` was kept by the server before it went back to another. */
export const versionKindSchema = z.enum(['named', 'beforeRestore'])

export const planVersionSchema = z.object({
  versionId: versionIdSchema,
  kind: versionKindSchema,
  /** Empty for the server's own. */
  label: z.string(),
  note: z.string(),
  author: personCardSchema.nullable(),
  at: instantSchema,
  /** Exact: every update of the log up to and including this one, and none after it. */
  uptoSeq: seqSchema,
  steps: z.number().int(),
  minutes: z.number(),
  characters: z.number().int(),
  /** `beforeRestore`: which version was gone back to. */
  restored: z.object({ versionId: versionIdSchema, label: z.string() }).nullable(),
})
export type PlanVersion = z.infer<typeof planVersionSchema>

/** A going back in the log: the Yjs client id of that edit, and up to which number it went back to. */
export const planRestoreSchema = z.object({ client: z.number().int(), uptoSeq: seqSchema })
export type PlanRestore = z.infer<typeof planRestoreSchema>

export const newVersionSchema = z.strictObject({
  /** Made by the client, so that sending twice keeps one version. */
  versionId: versionIdSchema,
  label: z.string().trim().min(1).max(LABEL_LENGTH),
  note: z.string().trim().max(NOTE_LENGTH).default(''),
  /** A number of the log: keeps the plan as it was then. Left out: as it is now. */
  seq: z.number().int().min(1).optional(),
})

export const planAbilitySchema = z.enum(planAbilities)

/** How many deletions one may ask for at once. */
export const MOST_DELETIONS = 50

/** A piece of the document by its Yjs name, as a query says it: `client.clock`. */
const itemNameSchema = z.string().regex(/^\d{1,10}\.\d{1,10}$/)

export const deletionsQuerySchema = z.strictObject({
  items: z
    .string()
    .transform((names) => names.split(','))
    .pipe(z.array(itemNameSchema).min(1).max(MOST_DELETIONS)),
})

/** Whose edit took a piece away, and when the server stored it. */
export const deletionSchema = z.object({
  item: itemNameSchema,
  /** Null: the server itself, or somebody who has left. */
  by: personCardSchema.nullable(),
  at: instantSchema,
})
export type Deletion = z.infer<typeof deletionSchema>

/** A minute in which somebody wrote: when it began (ms since 1970), characters written, characters deleted. */
export const activeMinuteSchema = z.tuple([z.number().int(), z.number().int(), z.number().int()])

/**
 * What one person did, from the log. Characters are code points without white space, as everywhere.
 * `docs/history.md` has the formulas.
 */
export const contributorSchema = z.object({
  /** Null: the template, and what else the server wrote. */
  person: personCardSchema.nullable(),
  userId: userIdSchema.nullable(),
  /** Written by this person and standing in the plan now. */
  kept: z.number().int(),
  /** Ever written. */
  inserted: z.number().int(),
  /** Deleted words put back where they were or as they were, whoever's: by undo, by paste, by restoring. */
  broughtBack: z.number().int(),
  /** Deleted by this person, of this person's own words. */
  deletedOwn: z.number().int(),
  /** Deleted by this person, of others' words and the template's. */
  deletedOthers: z.number().int(),
  /** Written by this person into what somebody else had deleted meanwhile: never seen by anybody else. */
  lost: z.number().int(),
  /** Time between updates, pauses over five minutes left out. */
  activeMs: z.number().int(),
  /** Stored updates. */
  edits: z.number().int(),
  firstAt: instantSchema,
  lastAt: instantSchema,
  /** Where the kept characters stand; null: outside the steps. Sums to `kept`. */
  steps: z.array(z.object({ stepId: z.string().nullable(), kept: z.number().int() })),
  activity: z.array(activeMinuteSchema),
})
export type Contributor = z.infer<typeof contributorSchema>

export const contributionSchema = z.object({
  /** The last update counted. */
  seq: seqSchema,
  /** 字数 of the plan at that moment: the sum of everybody's `kept`. */
  characters: z.number().int(),
  steps: z.array(z.object({ stepId: z.string(), title: z.string() })),
  /** By when they first wrote, without order of merit. */
  people: z.array(contributorSchema),
})
export type Contribution = z.infer<typeof contributionSchema>
