import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { planStepSchema } from '../lessons/model.ts'
import { threadSchema } from './comments.ts'
import {
  commentsStateSchema,
  contributionSchema,
  deletionSchema,
  deletionsQuerySchema,
  momentSchema,
  newVersionSchema,
  planAbilitySchema,
  planRestoreSchema,
  planStateSchema,
  planVersionSchema,
  updateLineSchema,
  updatesQuerySchema,
} from './history.ts'

/** The plan as data, for the run-sheet, the archive and the process page; the text itself is a Y.Doc. */
export const readPlanOutline = endpoint({
  method: 'GET',
  path: '/plans/:planId/outline',
  access: 'person',
  response: z.object({
    steps: z.array(planStepSchema),
    characters: z.number().int(),
    threads: z.array(threadSchema),
  }),
})

/** The plan as it was at a moment. */
export const readPlanState = endpoint({
  method: 'GET',
  path: '/plans/:planId/state',
  access: 'person',
  query: momentSchema,
  response: planStateSchema,
})

/**
 * Every stored update of the plan, for replay: a stream of lines, each of which the response schema
 * describes. It is sent as fast as it is read and never held in memory as a whole.
 */
export const readPlanUpdates = endpoint({
  method: 'GET',
  path: '/plans/:planId/updates',
  access: 'person',
  query: updatesQuerySchema,
  response: updateLineSchema,
})

export const readCommentsState = endpoint({
  method: 'GET',
  path: '/plans/:planId/comments/state',
  access: 'person',
  query: momentSchema,
  response: commentsStateSchema,
})

/** As `readPlanUpdates`, of the comments. */
export const readCommentsUpdates = endpoint({
  method: 'GET',
  path: '/plans/:planId/comments/updates',
  access: 'person',
  query: updatesQuerySchema,
  response: updateLineSchema,
})

/** Who took these pieces away, and when. What stands, or was never there, is not answered. */
export const readPlanDeletions = endpoint({
  method: 'GET',
  path: '/plans/:planId/deletions',
  access: 'person',
  query: deletionsQuerySchema,
  response: z.object({ deletions: z.array(deletionSchema) }),
})

/** Oldest first. */
export const listPlanVersions = endpoint({
  method: 'GET',
  path: '/plans/:planId/versions',
  access: 'person',
  response: z.object({
    versions: z.array(planVersionSchema),
    /** Every time somebody went back, also where what was kept before it has been let go. */
    restores: z.array(planRestoreSchema),
    abilities: z.array(planAbilitySchema),
  }),
})

/** 存为版本: keeps the plan whole as everybody has it now, or as it was at a number of the log. */
export const namePlanVersion = endpoint({
  method: 'POST',
  path: '/plans/:planId/versions',
  access: 'person',
  body: newVersionSchema,
  response: planVersionSchema,
})

export const readPlanVersion = endpoint({
  method: 'GET',
  path: '/plans/:planId/versions/:versionId',
  access: 'person',
  response: z.object({ version: planVersionSchema, state: planStateSchema }),
})

/**
 * 恢复到这一版: an edit by whoever asks, which makes the plan say what the version says and touches
 * only what differs. Nothing of the log is undone; `before` is the plan as it was right before it,
 * kept so that restoring that one takes this back. Null: there was nothing to change.
 */
export const restorePlanVersion = endpoint({
  method: 'POST',
  path: '/plans/:planId/versions/:versionId/restore',
  access: 'person',
  response: z.object({ before: planVersionSchema.nullable() }),
})

/** Who wrote what, from the log. */
export const readPlanContribution = endpoint({
  method: 'GET',
  path: '/plans/:planId/contribution',
  access: 'person',
  response: contributionSchema,
})
