import { z } from 'zod'
import { activitySchema } from '../lessons/model.ts'
import { recordingSchema } from '../recordings/model.ts'
import { markSchema } from '../study/model.ts'
import { topicSchema } from './topics.ts'

/** Everything the server may push to a page. */
export const feedEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('lesson.changed'), lessonId: z.string() }),
  z.object({ type: z.literal('activity.added'), activity: activitySchema }),
  z.object({ type: z.literal('recording.changed'), recording: recordingSchema }),
  z.object({ type: z.literal('mark.saved'), mark: markSchema }),
  z.object({ type: z.literal('mark.deleted'), markId: z.string() }),
  z.object({ type: z.literal('passes.changed'), recordingId: z.string() }),
  z.object({
    type: z.literal('playhead.moved'),
    userId: z.string(),
    name: z.string(),
    hue: z.string(),
    atMs: z.number(),
    playing: z.boolean(),
  }),
  z.object({ type: z.literal('playhead.left'), userId: z.string() }),
  z.object({ type: z.literal('share.ended') }),
  z.object({ type: z.literal('access.changed') }),
])
export type FeedEvent = z.infer<typeof feedEventSchema>

/** What a page may say on the feed socket. A type without a policy on the server stops the boot. */
export const feedClientMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('listen'), topic: topicSchema }),
  z.strictObject({ type: z.literal('unlisten'), topic: topicSchema }),
  z.strictObject({
    type: z.literal('playhead'),
    topic: topicSchema,
    atMs: z.number().int(),
    playing: z.boolean(),
  }),
  /** NTP-style clock probe: answered with the server's time. */
  z.strictObject({ type: z.literal('ping'), sentMs: z.number() }),
])
export type FeedClientMessage = z.infer<typeof feedClientMessageSchema>

export const feedServerMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('event'), topic: topicSchema, event: feedEventSchema }),
  z.object({ type: z.literal('refused'), topic: topicSchema, code: z.string() }),
  z.object({ type: z.literal('pong'), sentMs: z.number(), serverMs: z.number() }),
])
export type FeedServerMessage = z.infer<typeof feedServerMessageSchema>
