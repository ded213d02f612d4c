import type { DocRooms } from '#server/platform/sync/ports.ts'
import type { PlanId } from '#shared/ids.ts'
import type { Thread } from '#shared/plans/comments.ts'
import { docName } from '#shared/sync/docName.ts'

/** A plan's comments as they are this moment. */
export const threadsNow = (
  docs: Pick<DocRooms, 'projected'>,
  planId: PlanId,
): Promise<readonly Thread[]> =>
  // Made by `commentsProjection.ts`.
  docs.projected(docName('comments', planId)) as Promise<readonly Thread[]>
