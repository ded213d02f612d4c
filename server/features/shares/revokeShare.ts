import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { ShareDeps } from './ports.ts'
import type { ShareRow, SharesRepo } from './repo.ts'

/** Ends a link at once: open pages are told and their sockets closed, every later request is refused. */
export const revokeShare = async (
  deps: Pick<ShareDeps, 'clock' | 'lessons' | 'feed'> & { readonly repo: SharesRepo },
  request: { readonly actor: Person; readonly shareId: string },
): Promise<ShareRow> => {
  const share = await deps.repo.byId(request.shareId)
  if (!share) throw new AppError('not-found')
  await deps.lessons.need(request.actor, share.lessonId, 'share')
  await deps.repo.revoke(share.shareId, deps.clock.now())
  deps.feed.publish(`share:${share.shareId}`, { type: 'share.ended' })
  deps.feed.closeWhere({ shareIds: [share.shareId] })
  const after = await deps.repo.byId(share.shareId)
  if (!after) throw new AppError('not-found')
  return after
}
