import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { call } from '#client/lib/api/call.ts'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'
import type { RecordingId, UserId } from '#shared/ids.ts'
import { savePass } from '#shared/study/contract.ts'
import type { Pass } from '#shared/study/model.ts'
import type { TimeRange } from '#shared/time.ts'
import { useClockFrame } from '../replay/useClockFrame.ts'
import { CodingSession } from './CodingSession.ts'

type Input = {
  readonly recordingId: RecordingId
  readonly userId: UserId
  readonly range: TimeRange
  readonly deltaMs: number
  readonly clock: PlaybackClock
  /** One's own pass as the server has it; undefined while it is asked for, null when there is none. */
  readonly own: Pass | null | undefined
  readonly mayCode: boolean
  refetch(): Promise<void>
}

/** The frontier moves four times a second: nobody sees more, and rows are drawn again with each. */
const NOTICE_MS = 250
/** Farther than this between two frames is a jump, or a page that was not looked at. */
const JUMP_MS = 1500

/** One's own pass, fed by the clock, kept by the server. */
export const useCoding = (input: Input) => {
  const { recordingId, userId, range, deltaMs, clock, own, mayCode } = input
  const refetch = useRef(input.refetch)
  useEffect(() => {
    refetch.current = input.refetch
  })
  const session = useMemo(
    () =>
      new CodingSession({
        range,
        deltaMs,
        draftKey: `${recordingId}.${userId}`,
        save: async ({ points, coveredMs }, finished) => {
          const body = { points: [...points], coveredMs: Math.round(coveredMs), finished }
          await call(savePass, { params: { recordingId }, body })
        },
        onTurn: () => refetch.current(),
      }),
    [recordingId, userId, range, deltaMs],
  )
  const snapshot = useSyncExternalStore(session.subscribe, session.getSnapshot)
  useEffect(() => {
    if (own !== undefined) session.load(own)
  }, [session, own])
  const playedTo = useRef<number | null>(null)
  useClockFrame(clock, (nowMs) => {
    const before = playedTo.current
    const isSoon = before !== null && nowMs >= before && nowMs - before < NOTICE_MS
    if (isSoon && clock.playing()) return
    playedTo.current = clock.playing() ? nowMs : null
    const isJump = before === null || nowMs - before > JUMP_MS * Math.max(1, clock.rate())
    if (mayCode && !isJump) session.played(before, nowMs)
    if (!clock.playing()) session.flush()
  })
  useEffect(() => {
    document.addEventListener('visibilitychange', session.flush)
    return () => {
      document.removeEventListener('visibilitychange', session.flush)
      session.flush()
    }
  }, [session])
  const isOpen = mayCode && snapshot.isLoaded && !snapshot.finished
  return {
    ...snapshot,
    session,
    isOpen,
    /** There is an open pass of one's own: others' are withheld. */
    isBlind: isOpen && snapshot.coding.points.length > 0,
    press: (code: 'T' | 'S') => mayCode && session.press(clock.now(), code),
  }
}
export type CodingControl = ReturnType<typeof useCoding>
