import { z } from 'zod'
import { userIdSchema } from '../ids.ts'
import { instantSchema } from '../time.ts'

/** 疑问 建议 赞同 资源 */
export const commentKindSchema = z.enum(['question', 'suggestion', 'agree', 'resource'])
export type CommentKind = z.infer<typeof commentKindSchema>

/**
 * Where a thread hangs: two Yjs relative positions into the plan's body (base64), and the words
 * themselves with a little of what stands around them, to find the place again when both fail.
 */
export const anchorSchema = z.object({
  start: z.string().max(400),
  end: z.string().max(400),
  quote: z.string().max(500),
  prefix: z.string().max(32),
  suffix: z.string().max(32),
  stepId: z.string().max(40).nullable(),
})
export type Anchor = z.infer<typeof anchorSchema>

export const messageSchema = z.object({
  id: z.string().min(8).max(40),
  authorId: userIdSchema,
  authorName: z.string().max(40),
  at: instantSchema,
  text: z.string().max(2000),
})
export type Message = z.infer<typeof messageSchema>

/**
 * Layout of the Y.Doc `comments:<planId>`: root Y.Map `threads`, key threadId →
 * Y.Map { kind, anchor (plain JSON), resolvedBy: UserId | null, resolvedAt, messages: Y.Array<Y.Map> }.
 * A message is a Y.Map of `messageSchema`'s fields.
 */
export const threadSchema = z.object({
  threadId: z.string().min(8).max(40),
  kind: commentKindSchema,
  anchor: anchorSchema,
  resolvedBy: userIdSchema.nullable(),
  messages: z.array(messageSchema),
})
export type Thread = z.infer<typeof threadSchema>
