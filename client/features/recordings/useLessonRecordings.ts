import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#client/lib/api/call.ts'
import { useFeed } from '#client/lib/feed/useFeed.ts'
import { listLessonRecordings } from '#shared/recordings/contract.ts'
import type { Recording } from '#shared/recordings/model.ts'

type List = { readonly recordings: readonly Recording[] }

/** The news of one recording in a list; one that is new stands first. */
export const withRecording = (list: List, recording: Recording): List => {
  const isKnown = list.recordings.some((own) => own.recordingId === recording.recordingId)
  return {
    recordings: isKnown
      ? list.recordings.map((own) => (own.recordingId === recording.recordingId ? recording : own))
      : [recording, ...list.recordings],
  }
}

/** A lesson's recordings, newest first, kept up to date by the feed. */
export const useLessonRecordings = (lessonId: string) => {
  const client = useQueryClient()
  const queryKey = ['lesson-recordings', lessonId]
  useFeed(`lesson:${lessonId}`, (event) => {
    if (event.type !== 'recording.changed') return
    client.setQueryData<List>(queryKey, (list) =>
      list ? withRecording(list, event.recording) : list,
    )
  })
  return useQuery({
    queryKey,
    queryFn: () => call(listLessonRecordings, { params: { lessonId } }),
    // The feed tells of changes; this is for a page whose socket is away.
    refetchInterval: 30_000,
  })
}
