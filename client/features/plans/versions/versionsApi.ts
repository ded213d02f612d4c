import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { FeedEvent } from '#shared/feed/events.ts'
import type { BodyOf } from '#shared/http/endpoint.ts'
import type { VersionId } from '#shared/ids.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import {
  listPlanVersions,
  namePlanVersion,
  readPlanContribution,
  readPlanState,
  readPlanVersion,
  restorePlanVersion,
} from '#shared/plans/contract.ts'
import { call } from '../../../lib/api/call.ts'
import { useFeed } from '../../../lib/feed/useFeed.ts'
import { randomId } from '../../../lib/session/deviceId.ts'

/** What is shown of the past: a version, or a moment (server time, ms). */
export type Shown =
  | { readonly kind: 'version'; readonly versionId: string }
  | { readonly kind: 'moment'; readonly ms: number }

const keys = {
  list: (planId: string) => ['plan-versions', planId] as const,
  contribution: (planId: string) => ['plan-contribution', planId] as const,
}

type LessonPlan = Pick<Lesson, 'lessonId' | 'planId'>

export const versionsQuery = (planId: string) => ({
  queryKey: keys.list(planId),
  queryFn: () => call(listPlanVersions, { params: { planId } }),
})

/** The plan's versions, followed while they are shown. */
export const useVersions = ({ lessonId, planId }: LessonPlan) => {
  const client = useQueryClient()
  const again = (): void => {
    void client.invalidateQueries({ queryKey: keys.list(planId) })
  }
  const hear = ({ type }: FeedEvent): void => {
    if (type === 'lesson.changed') again()
  }
  useFeed(`lesson:${lessonId}`, hear, again)
  return useQuery(versionsQuery(planId))
}

/** The plan as it was, from the server. The one before stays in sight until the next is here; a hurried hand asks once. */
export const usePast = (planId: string, shown: Shown, isNeeded: boolean) =>
  useQuery({
    enabled: isNeeded,
    queryKey: ['plan-past', planId, shown],
    queryFn: async ({ signal }) => {
      if (shown.kind === 'moment') {
        const query = { at: String(shown.ms) }
        return call(readPlanState, { params: { planId }, query }, { signal })
      }
      const { versionId } = shown
      return (await call(readPlanVersion, { params: { planId, versionId } }, { signal })).state
    },
    // The past does not change.
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })

export const useContribution = (planId: string) =>
  useQuery({
    queryKey: keys.contribution(planId),
    queryFn: () => call(readPlanContribution, { params: { planId } }),
  })

export const useSaveVersion = (planId: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: BodyOf<typeof namePlanVersion>) =>
      call(namePlanVersion, { params: { planId }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.list(planId) }),
  })
}

/** What can be gone back to: a version, or a number of the log, which is kept as a version first. */
export type Restorable =
  | { readonly kind: 'version'; readonly versionId: string; readonly label: string }
  | { readonly kind: 'moment'; readonly seq: number; readonly label: string }

export const useRestore = (planId: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (target: Restorable) => {
      const { versionId } =
        target.kind === 'version'
          ? target
          : await call(namePlanVersion, {
              params: { planId },
              body: { versionId: randomId<VersionId>(), label: target.label, seq: target.seq },
            })
      return call(restorePlanVersion, { params: { planId, versionId } })
    },
    // Whoever waits for the plan to be restored does not wait for the lists beside it.
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.list(planId) })
      void client.invalidateQueries({ queryKey: keys.contribution(planId) })
    },
  })
}
