import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { call } from '#client/lib/api/call.ts'
import { present } from '#client/lib/errors/present.ts'
import { useFeed } from '#client/lib/feed/useFeed.ts'
import { randomId } from '#client/lib/session/deviceId.ts'
import type { PersonCard } from '#shared/accounts/model.ts'
import type { FeedEvent } from '#shared/feed/events.ts'
import type { MarkId, RecordingId } from '#shared/ids.ts'
import type { Site } from '#shared/lessons/model.ts'
import { createMark, deleteMark, editMark, listMarks } from '#shared/study/contract.ts'
import type { Mark } from '#shared/study/model.ts'
import { applyMarkEvent, indexThreads, threadsOf, withMark, withoutMark } from './applyMarkEvent.ts'

/** What somebody is about to say. */
export type MarkDraft = {
  readonly startMs: number
  readonly endMs: number
  readonly site: Site | null
  readonly text: string
  readonly replyTo: MarkId | null
}

const newMark = (recordingId: RecordingId, me: PersonCard, draft: MarkDraft): Mark => ({
  ...draft,
  markId: randomId<MarkId>(),
  recordingId,
  authorId: me.userId,
  authorName: me.name,
  authorHue: me.hue,
  resolved: false,
  createdAt: new Date().toISOString(),
})

/**
 * Comments of a recording: shown at once, taken back in words when the server refuses, and kept up
 * with what others write.
 */
export const useMarks = (recordingId: RecordingId, me: PersonCard | null) => {
  const client = useQueryClient()
  const [problem, setProblem] = useState<string | null>(null)
  const queryKey = useMemo(() => ['marks', recordingId] as const, [recordingId])
  const params = { recordingId }
  const { data } = useQuery({
    queryKey,
    queryFn: async (): Promise<readonly Mark[]> => (await call(listMarks, { params })).marks,
  })
  const marks = data ?? NONE
  const change = (next: (marks: readonly Mark[]) => readonly Mark[]): void => {
    client.setQueryData<readonly Mark[]>(queryKey, (all) => (all ? next(all) : all))
  }
  const hear = (event: FeedEvent): void => change((all) => applyMarkEvent(all, event))
  useFeed(`recording:${recordingId}`, hear, () => void client.invalidateQueries({ queryKey }))

  /** Shows `after` at once, sends, and puts `before` back with the reason when it was refused. */
  const attempt = async (
    after: (all: readonly Mark[]) => readonly Mark[],
    before: (all: readonly Mark[]) => readonly Mark[],
    send: () => Promise<unknown>,
  ): Promise<boolean> => {
    setProblem(null)
    // A list on its way would bring back what was just taken away.
    await client.cancelQueries({ queryKey })
    change(after)
    try {
      await send()
      return true
    } catch (thrown) {
      change(before)
      setProblem(present(thrown))
      return false
    }
  }

  const create = async (draft: MarkDraft): Promise<boolean> => {
    if (!me) return false
    const mark = newMark(recordingId, me, draft)
    const { markId, startMs, endMs, site, text, replyTo } = mark
    const body = { markId, startMs, endMs, site, text, replyTo }
    return attempt(
      (all) => withMark(all, mark),
      (all) => withoutMark(all, markId),
      () => call(createMark, { params, body }),
    )
  }
  const edit = (mark: Mark, body: { text?: string; resolved?: boolean }): Promise<boolean> =>
    attempt(
      (all) => withMark(all, { ...mark, ...body }),
      (all) => withMark(all, mark),
      () => call(editMark, { params: { recordingId, markId: mark.markId }, body }),
    )
  const remove = (mark: Mark): Promise<boolean> => {
    const gone = marks.filter((own) => own.markId === mark.markId || own.replyTo === mark.markId)
    return attempt(
      (all) => withoutMark(all, mark.markId),
      (all) => gone.reduce(withMark, all),
      () => call(deleteMark, { params: { recordingId, markId: mark.markId } }),
    )
  }
  const threads = useMemo(() => threadsOf(marks), [marks])
  const index = useMemo(() => indexThreads(threads), [threads])
  return {
    isLoaded: data !== undefined,
    marks,
    threads,
    index,
    problem,
    create,
    edit,
    remove,
  }
}

const NONE: readonly Mark[] = []
export type Marks = ReturnType<typeof useMarks>
