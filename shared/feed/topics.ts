import { z } from 'zod'

/**
 * What a page can listen to. `lesson:` and `recording:` need the lesson's `view`, `group:` a
 * membership; `share:self` is the guest's own link, `user:self` one's own account.
 */
export const topicSchema = z
  .string()
  .regex(/^(lesson|recording|group):[A-Za-z0-9_-]{8,40}$|^(share|user):self$/)
export type Topic = z.infer<typeof topicSchema>
