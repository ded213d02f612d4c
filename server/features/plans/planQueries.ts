import type { PlanQueries } from '#server/platform/ports/PlanQueries.ts'
import { createPlan, keepSeed } from './createPlan.ts'
import { outlineNow } from './outlineNow.ts'
import type { PlanParts } from './parts.ts'
import { planRepo } from './repo.ts'
import { seedThreads } from './seedThreads.ts'
import { threadsNow } from './threadsNow.ts'

export const planQueries = (parts: PlanParts): PlanQueries => ({
  keepSeed: (within, plan) => keepSeed({ repo: planRepo(within), clock: parts.clock }, plan),
  create: (plan) => createPlan(parts, plan),
  summaries: (planIds) => parts.repo.summaries(planIds),
  steps: async (planId) => (await outlineNow(parts.docs, planId)).steps,
  threads: (planId) => threadsNow(parts.docs, planId),
  seedThreads: (planId, threads) => seedThreads(parts, planId, threads),
})
