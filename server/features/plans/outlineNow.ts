import type { DocRooms } from '#server/platform/sync/ports.ts'
import type { PlanId } from '#shared/ids.ts'
import type { PlanOutline } from '#shared/plans/outline.ts'
import { docName } from '#shared/sync/docName.ts'

/** A plan's outline with everything that is written in it this moment. */
export const outlineNow = (
  docs: Pick<DocRooms, 'projected'>,
  planId: PlanId,
): Promise<PlanOutline> =>
  // Made by `planProjection.ts`.
  docs.projected(docName('plan', planId)) as Promise<PlanOutline>
