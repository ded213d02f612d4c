import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { PlanVersion } from '#shared/plans/history.ts'
import { countUpTo } from '../replay/playTime.ts'
import { type Player, usePlayer } from '../replay/usePlayer.ts'
import type { Replay } from '../replay/useReplay.ts'
import type { Shown } from './versionsApi.ts'

export type PastPlace = {
  readonly player: Player
  /** What was asked for last. */
  readonly shown: Shown
  /** The version that stands there, unless one has moved on from it. */
  readonly version: PlanVersion | null
  show(shown: Shown): void
  /** How many updates of the log lie up to a version or a moment. */
  indexOf(shown: Shown): number
  /** From edit to edit. Pressed before the log is here, it counts once it is. */
  step(by: 1 | -1): void
  /** To the version before or behind. */
  stepVersion(by: 1 | -1): void
}

/** Where in the past one is: at a version, at a moment, or on the way. */
export const usePastPlace = (
  { log, state }: Replay,
  versions: readonly PlanVersion[],
  opened: Shown,
): PastPlace => {
  const player = usePlayer(log.atMs)
  const { goTo, index } = player
  const [shown, setShown] = useState(opened)
  const early = useRef(0)
  const indexOf = useCallback(
    (place: Shown): number => {
      if (place.kind === 'moment') return countUpTo(log.atMs, place.ms)
      const version = versions.find(({ versionId }) => versionId === place.versionId)
      return countUpTo(log.seq, version?.uptoSeq ?? 0)
    },
    [log, versions],
  )
  const show = useCallback(
    (place: Shown): void => {
      early.current = 0
      setShown(place)
      goTo(indexOf(place))
    },
    [goTo, indexOf],
  )
  const isReady = state === 'ready'
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the log is here, to where one was
  useEffect(() => {
    if (!isReady) return
    goTo(indexOf(shown) + early.current)
    early.current = 0
  }, [isReady])
  const step = (by: 1 | -1): void => {
    if (isReady) goTo(index + by)
    else early.current += by
  }
  const version = useMemo(() => {
    if (shown.kind !== 'version' || (isReady && index !== indexOf(shown))) return null
    return versions.find(({ versionId }) => versionId === shown.versionId) ?? null
  }, [shown, isReady, index, indexOf, versions])
  const stepVersion = (by: 1 | -1): void => {
    const placed = versions.map(({ versionId }) => ({ kind: 'version', versionId }) as const)
    const next =
      by === 1
        ? placed.find((place) => indexOf(place) > index)
        : placed.findLast((place) => indexOf(place) < index)
    if (next) show(next)
    else goTo(by === 1 ? log.atMs.length : 1)
  }
  return { player, shown, version, show, indexOf, step, stepVersion }
}
