import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from '#client/lib/api/call.ts'
import { useFeed } from '#client/lib/feed/useFeed.ts'
import type { FeedEvent } from '#shared/feed/events.ts'
import type { RecordingId } from '#shared/ids.ts'
import { listPasses } from '#shared/study/contract.ts'
import type { Pass } from '#shared/study/model.ts'

const NONE: readonly Pass[] = []

/** Passes one may see now, and how many are withheld. Asked anew whenever somebody starts or hands in. */
export const usePasses = (recordingId: RecordingId) => {
  const client = useQueryClient()
  const queryKey = useMemo(() => ['passes', recordingId] as const, [recordingId])
  const { data, refetch } = useQuery({
    queryKey,
    queryFn: () => call(listPasses, { params: { recordingId } }),
  })
  const again = (): void => void client.invalidateQueries({ queryKey })
  const hear = (event: FeedEvent): void => {
    if (event.type === 'passes.changed') again()
  }
  useFeed(`recording:${recordingId}`, hear, again)
  return {
    isLoaded: data !== undefined,
    passes: data?.passes ?? NONE,
    hidden: data?.hidden ?? 0,
    refetch: async (): Promise<void> => void (await refetch()),
  }
}
