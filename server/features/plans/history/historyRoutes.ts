import { personOf, type Route, serve } from '#server/platform/http/route.ts'
import {
  listPlanVersions,
  namePlanVersion,
  readCommentsState,
  readCommentsUpdates,
  readPlanContribution,
  readPlanDeletions,
  readPlanState,
  readPlanUpdates,
  readPlanVersion,
  restorePlanVersion,
} from '#shared/plans/contract.ts'
import type { PlanParts } from '../parts.ts'
import { nameVersion } from '../versions/nameVersion.ts'
import { listVersions, readVersion } from '../versions/readVersions.ts'
import { restoreVersion } from '../versions/restoreVersion.ts'
import { fewAtOnce } from './fewAtOnce.ts'
import { readContribution } from './readContribution.ts'
import { readDeletions } from './readDeletions.ts'
import { readState, readThreadsAt } from './readState.ts'
import { updatesRoute } from './streamUpdates.ts'

/** What of the plan's past is read: an answer may be as long as the plan and its log. */
const readingRoutes = (parts: PlanParts): readonly Route[] => [
  serve(readPlanState, ({ actor, params, query }) =>
    readState(parts, personOf(actor), params.planId, query),
  ),
  serve(readCommentsState, ({ actor, params, query }) =>
    readThreadsAt(parts, personOf(actor), params.planId, query),
  ),
  updatesRoute(parts, readPlanUpdates, 'plan'),
  updatesRoute(parts, readCommentsUpdates, 'comments'),
  serve(readPlanVersion, ({ actor, params }) =>
    readVersion(parts, personOf(actor), params.planId, params.versionId),
  ),
  serve(readPlanContribution, ({ actor, params }) =>
    readContribution(parts, personOf(actor), params.planId),
  ),
]

/** The plan's past: states, streams, versions, and who wrote what. */
export const historyRoutes = (parts: PlanParts): readonly Route[] => [
  ...fewAtOnce(readingRoutes(parts)),
  serve(listPlanVersions, ({ actor, params }) =>
    listVersions(parts, personOf(actor), params.planId),
  ),
  serve(namePlanVersion, ({ actor, params, body }) =>
    nameVersion(parts, personOf(actor), params.planId, body),
  ),
  serve(restorePlanVersion, ({ actorNow, params }) =>
    restoreVersion(parts, async () => personOf(await actorNow()), params),
  ),
  serve(readPlanDeletions, ({ actor, params, query }) =>
    readDeletions(parts, personOf(actor), params.planId, query.items),
  ),
]
