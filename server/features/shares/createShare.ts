import { hashToken, newId, newToken } from '#server/platform/ids.ts'
import type { Person } from '#shared/access/actor.ts'
import type { LessonId, ShareId } from '#shared/ids.ts'
import type { ShareParts } from '#shared/shares/model.ts'
import type { ShareDeps } from './ports.ts'
import type { ShareRow, SharesRepo } from './repo.ts'

const DAY_MS = 86_400_000

/**
 * Makes a link to the lesson's process page. The token is answered once and kept as a hash only; it
 * travels in the URL's fragment, which no server log and no Referer ever sees.
 */
export const createShare = async (
  deps: Pick<ShareDeps, 'clock' | 'lessons'> & { readonly repo: SharesRepo },
  request: {
    readonly actor: Person
    readonly lessonId: LessonId
    readonly parts: ShareParts
    readonly days: number
    readonly origin: string
  },
): Promise<{ readonly share: ShareRow; readonly url: string }> => {
  await deps.lessons.need(request.actor, request.lessonId, 'share')
  const now = deps.clock.now()
  const token = newToken()
  const share: ShareRow = {
    shareId: newId<ShareId>(),
    lessonId: request.lessonId,
    createdBy: request.actor.userId,
    createdAt: now,
    expiresAt: now + request.days * DAY_MS,
    revokedAt: null,
    parts: request.parts,
    views: 0,
  }
  await deps.repo.insert(share, hashToken(token))
  await deps.lessons.note({
    kind: 'lesson.shared',
    lessonId: request.lessonId,
    actorId: request.actor.userId,
    detail: '',
  })
  return { share, url: `${request.origin}/s#${token}` }
}
