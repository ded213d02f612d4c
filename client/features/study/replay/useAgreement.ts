import { useMemo, useState } from 'react'
import { compareCodings } from '#shared/analytics/agreement.ts'
import type { TimeRange } from '#shared/time.ts'
import type { CodeRow } from '../coding/codeRows.ts'
import { spanAt, type TimelineModel } from '../timeline/buildTimeline.ts'

type PairChoice = {
  readonly key: string
  readonly first: CodeRow
  readonly second: CodeRow
  readonly names: { readonly first: string; readonly second: string }
}

const pairsOf = (rows: readonly CodeRow[]): readonly PairChoice[] => {
  const finished = rows.filter((row) => row.finished)
  return finished.flatMap((first, i) =>
    finished.slice(i + 1).map((second) => ({
      key: `${first.coderId} ${second.coderId}`,
      first,
      second,
      names: { first: first.name, second: second.name },
    })),
  )
}

/** The two finished passes that are compared: the first two, or the pair that was chosen. */
export const useAgreement = (
  rows: readonly CodeRow[],
  range: TimeRange,
  deltaMs: number,
  model: TimelineModel,
) => {
  const [chosen, setChosen] = useState<string | null>(null)
  const pairs = useMemo(() => pairsOf(rows), [rows])
  const choice = pairs.find(({ key }) => key === chosen) ?? pairs[0]
  const pair = useMemo(() => {
    if (!choice) return null
    const agreement = compareCodings(choice.first, choice.second, range, deltaMs)
    const stepAt = (atMs: number): string => spanAt(model.steps, atMs)?.title ?? ''
    return { ...choice, agreement, stepAt }
  }, [choice, range, deltaMs, model])
  return { pairs, pair, choosePair: setChosen }
}
