import { useMemo } from 'react'
import type { Track } from '#shared/recordings/model.ts'
import type { CodeRow } from '../coding/codeRows.ts'
import { threadAt } from '../marks/applyMarkEvent.ts'
import { spanAt } from '../timeline/buildTimeline.ts'
import { indexSpans } from '../timeline/spanIndex.ts'
import { Timeline } from '../timeline/Timeline.tsx'
import { StepsTable } from './StepsTable.tsx'
import { usePlayheadMs } from './useClockFrame.ts'
import { usePlayheads } from './usePlayheads.ts'
import type { StudySurface } from './useStudySurface.ts'

const isTeacherView = (track: Track): boolean => track.view === 'teacher'

/** A site's own sound: the teacher's camera where there is one, else whatever was recorded there. */
const oneTrackPerSite = (tracks: readonly Track[]): readonly Track[] => {
  const sorted = [...tracks].sort((a, b) => Number(isTeacherView(b)) - Number(isTeacherView(a)))
  return sorted.filter((track, i) => sorted.findIndex((own) => own.site === track.site) === i)
}

/** The timeline with this recording's study on it. */
export const StudyTimeline = ({ surface }: { readonly surface: StudySurface }) => {
  const { study, control, schools, sites } = surface
  const { clock, model, rows, deltaMs, range, recording, coding, playAt } = study
  const { threads } = study.marks
  const nowMs = usePlayheadMs(clock, 500)
  const heads = usePlayheads(recording.recordingId, clock)
  const tracks = useMemo(() => oneTrackPerSite(recording.tracks), [recording.tracks])
  const dots = useMemo(
    () =>
      indexSpans(
        threads.map(({ root }) => ({
          markId: root.markId as string,
          startMs: root.startMs,
          endMs: root.endMs,
          name: root.authorName,
          hue: root.authorHue,
          resolved: root.resolved,
          text: root.text,
        })),
      ),
    [threads],
  )
  const openMarks = useMemo(() => dots.spans.filter(({ resolved }) => !resolved), [dots])
  const onCell = (row: CodeRow, index: number): void => {
    const startMs = range.startMs + index * deltaMs
    if (index < 0 || startMs >= range.endMs) return
    if (row.isOwn && coding.isOpen)
      coding.session.toggle({ startMs, endMs: Math.min(startMs + deltaMs, range.endMs) })
    else playAt(startMs)
  }
  const onMark = (markId: string): void => {
    const thread = threads.find(({ root }) => root.markId === markId)
    if (thread) playAt(thread.root.startMs)
  }
  return (
    <>
      <Timeline
        {...{ model, tracks, schools, sites, rows, deltaMs, onCell, onMark }}
        {...{ clock, control, heads, openMarks }}
        current={spanAt(model.steps, nowMs)?.index ?? null}
        marks={dots}
        currentMarkId={threadAt(study.marks.index, nowMs)?.root.markId ?? null}
      />
      <StepsTable study={study} />
    </>
  )
}
