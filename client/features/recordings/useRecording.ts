import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#client/lib/api/call.ts'
import { useFeed } from '#client/lib/feed/useFeed.ts'
import { readRecording } from '#shared/recordings/contract.ts'
import type { Recording } from '#shared/recordings/model.ts'

/** One recording, kept up to date by the feed; null asks for nothing. */
export const useRecording = (recordingId: string | null) => {
  const client = useQueryClient()
  const queryKey = ['recording', recordingId]
  useFeed(recordingId && `recording:${recordingId}`, (event) => {
    if (event.type === 'recording.changed')
      client.setQueryData<Recording>(queryKey, event.recording)
  })
  return useQuery({
    queryKey,
    enabled: recordingId !== null,
    queryFn: () => call(readRecording, { params: { recordingId: recordingId ?? '' } }),
  })
}
