import type { DocOwner } from '#server/platform/sync/ports.ts'
import type { PlanId } from '#shared/ids.ts'
import { buildPlan } from '#shared/plans/buildPlan.ts'
import { fillBody } from '#shared/plans/fillBody.ts'
import type { PlanOutline } from '#shared/plans/outline.ts'
import { innerNodes, PLAN_BODY, PLAN_SCHEMA_VERSION } from '#shared/plans/shape.ts'
import { seedOf } from './createPlan.ts'
import { grantFor } from './grantFor.ts'
import type { PlanParts } from './parts.ts'
import { project } from './planProjection.ts'
import { projectPlan } from './projectPlan.ts'

/** `plan:<planId>`: who may see the lesson reads it, who may edit its plan writes. */
export const planDocs = (parts: PlanParts): DocOwner => ({
  kind: 'plan',
  roots: { [PLAN_BODY]: 'xml' },
  innerElements: innerNodes,
  schemaVersion: PLAN_SCHEMA_VERSION,

  authorize: async (actor, id) => {
    const granted = await grantFor(parts, actor, id as PlanId)
    if (!granted) return null
    const { identity, abilities } = granted
    return { identity, access: abilities.includes('editPlan') ? 'write' : 'read' }
  },

  initialContent: async (id, doc) => {
    fillBody(doc, buildPlan(await seedOf(parts, id as PlanId)))
  },

  projection: {
    module: new URL('./planProjection.ts', import.meta.url),
    project,
    // Made by `planProjection.ts` and cloned between two threads of ours.
    stored: (id, outline, authors, fence) =>
      projectPlan(parts, id as PlanId, outline as PlanOutline, { authors, fence }),
  },

  onConnections: (id, connections) => {
    const planId = id as PlanId
    const present = connections.map(({ grant }) => grant.identity.userId)
    const news = parts.watch.present(planId, present, parts.clock.now())
    parts.leavers.add(...news.map((one) => ({ ...one, planId })))
  },
})
