import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { planIdSchema } from '#shared/ids.ts'
import { readPlanDeletions } from '#shared/plans/contract.ts'
import { type Deletion, MOST_DELETIONS, type PlanVersion } from '#shared/plans/history.ts'
import { parseDocName } from '#shared/sync/docName.ts'
import { call } from '../../../lib/api/call.ts'
import type { FoundWords } from '../../../lib/sync/openTray.ts'
import { versionsQuery } from '../versions/versionsApi.ts'
import { goneItemOf } from './goneItemOf.ts'

/** Who took something away, and when; by going back to another version, perhaps. */
export type KnownDeletion = Deletion & { readonly restore: PlanVersion['restored'] }

/** What was as it was is kept as a version, and the edit that goes back follows within this time. */
const RESTORE_MS = 10_000

const restoreBehind = (
  { by, at }: Deletion,
  versions: readonly PlanVersion[],
): PlanVersion['restored'] => {
  const afterMs = (version: PlanVersion) => Date.parse(at) - Date.parse(version.at)
  const behind = versions.find(
    (version) =>
      version.restored &&
      version.author?.userId === by?.userId &&
      afterMs(version) >= 0 &&
      afterMs(version) < RESTORE_MS,
  )
  return behind?.restored ?? null
}

/** What the plan's log says of pieces that went, each by its Yjs name. */
export const useDeletionsOf = (
  planId: string | undefined,
  items: readonly string[],
): ((item: string | null) => KnownDeletion | null) => {
  const isAsked = planId !== undefined && items.length > 0
  const { data } = useQuery({
    queryKey: ['plan-deletions', planId, items],
    queryFn: ({ signal }) =>
      call(
        readPlanDeletions,
        {
          params: { planId: planId ?? '' },
          query: { items: items.slice(0, MOST_DELETIONS).join(',') },
        },
        { signal },
      ),
    enabled: isAsked,
    // What has been deleted stays deleted.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const versions = useQuery({ ...versionsQuery(planId ?? ''), enabled: isAsked })
  return (item) => {
    const found = data?.deletions.find((deletion) => deletion.item === item)
    return found ? { ...found, restore: restoreBehind(found, versions.data?.versions ?? []) } : null
  }
}

/** Whose deletion took each entry's place away, once the log has told; the log is only asked while it is looked at. */
export const useDeletions = (
  entries: readonly FoundWords[],
  isOpen: boolean,
): ((entry: FoundWords) => KnownDeletion | null) => {
  const planId = planIdSchema.safeParse(
    entries.map(({ docName }) => parseDocName(docName)).find((doc) => doc?.kind === 'plan')?.id,
  ).data
  const items = useMemo(
    () => (isOpen ? [...new Set(entries.flatMap((entry) => goneItemOf(entry) ?? []))].sort() : []),
    [entries, isOpen],
  )
  const deletionOf = useDeletionsOf(planId, items)
  return (entry) => deletionOf(goneItemOf(entry))
}
