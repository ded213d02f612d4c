import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanVersion } from '#shared/plans/history.ts'
import type { ReplayView } from '../replay/PlanReplay.ts'
import type { Replay } from '../replay/useReplay.ts'
import { useReplayView } from '../replay/useReplayView.ts'
import type { PastPlace } from '../versions/usePastPlace.ts'
import { useMoments } from '../versions/usePastWords.ts'
import { useVersionName } from '../versions/useVersionName.ts'

export type Compared = {
  readonly name: string
  readonly view: ReplayView | null
  /** Which of the options is chosen, and what else there is. */
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  choose(value: string): void
  /** What is shown now becomes A. */
  setHere(): void
}

/** The plan as the first update made it: from a template, or empty. */
const BEGINNING = 'beginning'
const MOMENT = 'moment'

/** A, with which what is shown is compared: the beginning, a version, or a moment one has marked. */
export const useCompared = (
  replay: Replay,
  place: PastPlace,
  parts: { readonly versions: readonly PlanVersion[]; readonly isOn: boolean },
): Compared => {
  const { versions, isOn } = parts
  const { t } = useTranslation('history')
  const moment = useMoments()
  const nameOf = useVersionName()
  const [value, choose] = useState(BEGINNING)
  const [marked, setMarked] = useState(1)
  const markedAt = replay.log.atMs[marked - 1] ?? 0
  const options = useMemo(
    () => [
      { value: BEGINNING, label: t('compare.beginning') },
      ...versions.map((version) => ({ value: version.versionId, label: nameOf(version) })),
      ...(value === MOMENT ? [{ value: MOMENT, label: moment(markedAt) }] : []),
    ],
    [t, versions, nameOf, value, moment, markedAt],
  )
  const indexes: Readonly<Record<string, number>> = { [BEGINNING]: 1, [MOMENT]: marked }
  const index = indexes[value] ?? place.indexOf({ kind: 'version', versionId: value })
  const view = useReplayView(replay, isOn ? index : null, 'compared')
  return {
    ...{ view, value, options, choose },
    name: options.find((option) => option.value === value)?.label ?? '',
    setHere: () => {
      setMarked(place.player.index)
      choose(MOMENT)
    },
  }
}
