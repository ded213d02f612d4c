import { z } from 'zod'

/** RFC 9457 body. `title` belongs to the code, `instance` is the request id to quote to a helper. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  instance: z.string(),
  code: z.string(),
  data: z.unknown().optional(),
})
export type Problem = z.infer<typeof problemSchema>

/** `data` of `invalid-request`: every issue, so that a form can show each at its field. */
export const fieldIssuesSchema = z.array(z.object({ path: z.string(), issue: z.string() }))
export type FieldIssues = z.infer<typeof fieldIssuesSchema>
