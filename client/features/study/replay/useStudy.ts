import { useCallback, useMemo } from 'react'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'
import type { PersonCard } from '#shared/accounts/model.ts'
import { defaultDeltaMs } from '#shared/analytics/stSequence.ts'
import type { ClassroomEvent } from '#shared/classrooms/events.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import type { Recording } from '#shared/recordings/model.ts'
import { codeRows, withMarked } from '../coding/codeRows.ts'
import { useCoding } from '../coding/useCoding.ts'
import { usePasses } from '../coding/usePasses.ts'
import { useMarks } from '../marks/useMarks.ts'
import { buildTimeline } from '../timeline/buildTimeline.ts'
import { useAgreement } from './useAgreement.ts'

/** Everything known about one recording while it is studied; the surfaces of the page share it. */
export const useStudy = (input: {
  readonly recording: Recording
  readonly lesson: Lesson
  readonly events: readonly ClassroomEvent[]
  readonly me: PersonCard
  readonly clock: PlaybackClock
}) => {
  const { recording, lesson, events, me, clock } = input
  const { recordingId, startMs, endMs } = recording
  const range = useMemo(() => ({ startMs, endMs }), [startMs, endMs])
  const deltaMs = defaultDeltaMs(endMs - startMs)
  const mayCode = lesson.abilities.includes('code')
  const model = useMemo(
    () => buildTimeline(events, lesson.steps, range),
    [events, lesson.steps, range],
  )
  const marks = useMarks(recordingId, me)
  const { passes, hidden, isLoaded, refetch } = usePasses(recordingId)
  const own = isLoaded ? (passes.find((pass) => pass.coderId === me.userId) ?? null) : undefined
  const coding = useCoding({
    recordingId,
    userId: me.userId,
    range,
    deltaMs,
    clock,
    own,
    mayCode,
    refetch,
  })
  const live = coding.isBlind ? coding.coding : null
  const allRows = useMemo(
    () => codeRows({ passes, me, live, range, deltaMs }),
    [passes, me, live, range, deltaMs],
  )
  // From the first key on nobody else's row is shown, even before the server has heard of the pass.
  const rows = useMemo(() => (live ? allRows.filter((row) => row.isOwn) : allRows), [allRows, live])
  const { pair, pairs, choosePair } = useAgreement(rows, range, deltaMs, model)
  const markedRows = useMemo(() => {
    if (!pair) return rows
    const indexes = pair.agreement.disagreements.map(({ index }) => index)
    return withMarked(rows, [pair.first.coderId, pair.second.coderId], indexes)
  }, [rows, pair])
  const playAt = useCallback(
    (atMs: number): void => {
      clock.seek(atMs)
      clock.play()
    },
    [clock],
  )
  return {
    recording,
    lesson,
    me,
    clock,
    range,
    deltaMs,
    mayCode,
    mayAnnotate: lesson.abilities.includes('annotate'),
    model,
    marks,
    coding,
    hidden,
    rows: markedRows,
    pair,
    pairs,
    choosePair,
    playAt,
  }
}
export type Study = ReturnType<typeof useStudy>
