import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { planStepSchema } from '../lessons/model.ts'
import { threadSchema } from './comments.ts'

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
