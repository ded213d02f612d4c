import { personOf, type Route, serve } from '#server/platform/http/route.ts'
import type { Endpoint } from '#shared/http/endpoint.ts'
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
import { needPlan } from './needPlan.ts'
import { readContribution } from './readContribution.ts'
import { readDeletions } from './readDeletions.ts'
import { readState, readThreadsAt } from './readState.ts'
import { updatesRoute } from './streamUpdates.ts'

/**
 * Such an answer takes seconds, and a minute where others wait for theirs: it is for whoever may see the
 * plan when it is ready.
 */
const serveStill = <E extends Endpoint>(
  parts: PlanParts,
  contract: E,
  read: Parameters<typeof serve<E>>[1],
): Route =>
  serve(contract, async (call) => {
    const answer = await read(call)
    const { planId } = call.params as { readonly planId: string }
    await needPlan(parts, personOf(await call.actorNow()), planId, 'readHistory')
    return answer
  })

/** What of the plan's past is read: an answer may be as long as the plan and its log. */
const readingRoutes = (parts: PlanParts): readonly Route[] => [
  serveStill(parts, readPlanState, ({ actor, params, query }) =>
    readState(parts, personOf(actor), params.planId, query),
  ),
  serveStill(parts, readCommentsState, ({ actor, params, query }) =>
    readThreadsAt(parts, personOf(actor), params.planId, query),
  ),
  updatesRoute(parts, readPlanUpdates, 'plan'),
  updatesRoute(parts, readCommentsUpdates, 'comments'),
  serveStill(parts, readPlanVersion, ({ actor, params }) =>
    readVersion(parts, personOf(actor), params.planId, params.versionId),
  ),
  serveStill(parts, readPlanContribution, ({ actor, params }) =>
    readContribution(parts, personOf(actor), params.planId),
  ),
]

/** The plan's past: states, streams, versions, and who wrote what. */
export const historyRoutes = (parts: PlanParts): readonly Route[] => [
  ...fewAtOnce(readingRoutes(parts)),
  serve(listPlanVersions, ({ actor, params }) =>
    listVersions(parts, personOf(actor), params.planId),
  ),
  serve(namePlanVersion, ({ actorNow, params, body }) =>
    nameVersion(parts, async () => personOf(await actorNow()), params.planId, body),
  ),
  serve(restorePlanVersion, ({ actorNow, params }) =>
    restoreVersion(parts, async () => personOf(await actorNow()), params),
  ),
  serveStill(parts, readPlanDeletions, ({ actor, params, query }) =>
    readDeletions(parts, personOf(actor), params.planId, query.items),
  ),
]
