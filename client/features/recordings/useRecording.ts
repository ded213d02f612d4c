import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#client/lib/api/call.ts'
import { useFeed } from '#client/lib/feed/useFeed.ts'
import type { FeedEvent } from '#shared/feed/events.ts'
import { readRecording } from '#shared/recordings/contract.ts'
import type { Recording } from '#shared/recordings/model.ts'

/** One recording, kept up to date by the feed; null asks for nothing. */
export const useRecording = (recordingId: string | null) => {
  const client = useQueryClient()
  const queryKey = ['recording', recordingId]
  const hear = (event: FeedEvent): void => {
    if (event.type === 'recording.changed')
      client.setQueryData<Recording>(queryKey, event.recording)
  }
  const again = (): void => void client.invalidateQueries({ queryKey })
  useFeed(recordingId && `recording:${recordingId}`, hear, again)
  return useQuery({
    queryKey,
    enabled: recordingId !== null,
    queryFn: () => call(readRecording, { params: { recordingId: recordingId ?? '' } }),
  })
}
