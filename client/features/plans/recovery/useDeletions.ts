import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { planIdSchema } from '#shared/ids.ts'
import { readPlanDeletions } from '#shared/plans/contract.ts'
import { type Deletion, MOST_DELETIONS } from '#shared/plans/history.ts'
import { parseDocName } from '#shared/sync/docName.ts'
import { call } from '../../../lib/api/call.ts'
import type { FoundWords } from '../../../lib/sync/openTray.ts'
import { goneItemOf } from './goneItemOf.ts'

/** Whose deletion took each entry's place away, once the log has told; the log is only asked while it is looked at. */
export const useDeletions = (
  entries: readonly FoundWords[],
  isOpen: boolean,
): ((entry: FoundWords) => Deletion | null) => {
  const planId = planIdSchema.safeParse(
    entries.map(({ docName }) => parseDocName(docName)).find((doc) => doc?.kind === 'plan')?.id,
  ).data
  const items = useMemo(
    () => [...new Set(entries.flatMap((entry) => goneItemOf(entry) ?? []))].sort(),
    [entries],
  )
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
    enabled: isOpen && planId !== undefined && items.length > 0,
    // What has been deleted stays deleted.
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (entry) => {
    const item = goneItemOf(entry)
    return data?.deletions.find((deletion) => deletion.item === item) ?? null
  }
}
