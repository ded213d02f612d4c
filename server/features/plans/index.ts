import type { Feature } from '#server/app/Feature.ts'
import { gather } from '#server/platform/gather.ts'
import { personOf, serve } from '#server/platform/http/route.ts'
import type { PlanQueries } from '#server/platform/ports/PlanQueries.ts'
import { AppError } from '#shared/errors/appError.ts'
import { planIdSchema } from '#shared/ids.ts'
import { readPlanOutline } from '#shared/plans/contract.ts'
import { commentDocs } from './commentDocs.ts'
import { EditWatch } from './EditWatch.ts'
import { ContributionCache } from './history/ContributionCache.ts'
import { HistoryThread } from './history/HistoryThread.ts'
import { historyRoutes } from './history/historyRoutes.ts'
import type { PlanDeps, PlanNews, PlanParts } from './parts.ts'
import { planDocs } from './planDocs.ts'
import { planQueries } from './planQueries.ts'
import { tellLeavers } from './projectPlan.ts'
import { readOutline } from './readOutline.ts'
import { planRepo } from './repo.ts'
import { versionRepo } from './versions/versionRepo.ts'

const planIdOf = (param: string) => {
  const parsed = planIdSchema.safeParse(param)
  if (!parsed.success) throw new AppError('not-found')
  return parsed.data
}

/** The sockets of a class that leaves end within a moment, not all in one turn. */
const LEAVERS_WAIT_MS = 250

/** 备课: the plan's text and its comments, each a document room, and what lists read of them. */
export const plansFeature = ({
  db,
  ...deps
}: PlanDeps): Feature & { readonly queries: PlanQueries } => {
  const repo = planRepo(db)
  const leavers = gather<PlanNews>({
    waitMs: LEAVERS_WAIT_MS,
    work: (left) => tellLeavers({ ...deps, repo }, left),
    onFailed: (err) => deps.log.error({ err }, 'edits of plans could not be noted'),
  })
  const parts: PlanParts = {
    ...deps,
    repo,
    watch: new EditWatch(),
    leavers,
    versions: versionRepo(db),
    thread: new HistoryThread({
      readPage: (doc) => (range) => deps.docs.history(doc, range),
    }),
    contributions: new ContributionCache(),
  }
  return {
    routes: [
      serve(readPlanOutline, ({ actor, params }) =>
        readOutline(parts, personOf(actor), planIdOf(params.planId)),
      ),
      ...historyRoutes(parts),
    ],
    close: async () => {
      await leavers.flush()
      await parts.thread.close()
    },
    docs: [planDocs(parts), commentDocs(parts)],
    queries: planQueries(parts),
  }
}
