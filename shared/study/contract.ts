import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { markIdSchema } from '../ids.ts'
import { siteSchema } from '../lessons/model.ts'
import { sessionMsSchema } from '../time.ts'
import { markSchema, passSchema, switchPointSchema } from './model.ts'

export const listMarks = endpoint({
  method: 'GET',
  path: '/recordings/:recordingId/marks',
  access: 'person',
  response: z.object({ marks: z.array(markSchema) }),
})

/** The client makes the id: sending twice gives one mark. */
export const createMark = endpoint({
  method: 'POST',
  path: '/recordings/:recordingId/marks',
  access: 'person',
  body: z.strictObject({
    markId: markIdSchema,
    startMs: sessionMsSchema,
    endMs: sessionMsSchema,
    site: siteSchema.nullable(),
    text: z.string().trim().min(1).max(2000),
    replyTo: markIdSchema.nullable(),
  }),
  response: markSchema,
})

export const editMark = endpoint({
  method: 'PATCH',
  path: '/recordings/:recordingId/marks/:markId',
  access: 'person',
  body: z.strictObject({
    text: z.string().trim().min(1).max(2000).optional(),
    resolved: z.boolean().optional(),
  }),
  response: markSchema,
})

export const deleteMark = endpoint({
  method: 'DELETE',
  path: '/recordings/:recordingId/marks/:markId',
  access: 'person',
  response: z.object({}),
})

/** Finished passes of everybody and one's own open one; `hidden` counts those withheld while coding is blind. */
export const listPasses = endpoint({
  method: 'GET',
  path: '/recordings/:recordingId/passes',
  access: 'person',
  response: z.object({ passes: z.array(passSchema), hidden: z.number().int() }),
})

/** Writes one's own pass whole (a lesson has < 500 points); starts it when there is none. */
export const savePass = endpoint({
  method: 'PUT',
  path: '/recordings/:recordingId/passes/mine',
  access: 'person',
  body: z.strictObject({
    points: z.array(switchPointSchema).max(5000),
    coveredMs: sessionMsSchema,
    finished: z.boolean(),
  }),
  response: passSchema,
})
