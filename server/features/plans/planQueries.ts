import type { PlanQueries } from '#server/platform/ports/PlanQueries.ts'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { readThreads } from '#shared/plans/threads.ts'
import { docName } from '#shared/sync/docName.ts'
import { createPlan } from './createPlan.ts'
import type { PlanParts } from './parts.ts'
import { seedThreads } from './seedThreads.ts'

export const planQueries = (parts: PlanParts): PlanQueries => ({
  create: (plan) => createPlan(parts, plan),
  summaries: (planIds) => parts.repo.summaries(planIds),
  steps: async (planId) => outlineOfDoc(await parts.docs.read(docName('plan', planId))).steps,
  threads: async (planId) => readThreads(await parts.docs.read(docName('comments', planId))),
  seedThreads: (planId, threads) => seedThreads(parts, planId, threads),
})
