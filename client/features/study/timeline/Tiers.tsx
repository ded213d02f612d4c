import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Site } from '#shared/lessons/model.ts'
import type { Track } from '#shared/recordings/model.ts'
import type { CodeRow } from '../coding/codeRows.ts'
import type { TimelineModel } from './buildTimeline.ts'
import { drawCells } from './drawCells.ts'
import { clustersOf, drawMarks, type MarkDot } from './drawMarks.ts'
import { drawFloor, drawPages, drawSteps, drawTalk } from './drawTiers.ts'
import type { SpanIndex } from './spanIndex.ts'
import { Tier } from './Tier.tsx'
import { tierWords } from './tierWords.ts'
import { msOf, type View } from './view.ts'

export type TiersProps = {
  readonly view: View
  readonly model: TimelineModel
  readonly current: number | null
  readonly tracks: readonly Track[]
  /** Short names of the sites, as the tiers call them. */
  readonly schools: Readonly<Record<Site, string>>
  readonly sites: readonly Site[]
  readonly rows: readonly CodeRow[]
  readonly deltaMs: number
  readonly marks: SpanIndex<MarkDot>
  readonly currentMarkId: string | null
  readonly onMark: (markId: string) => void
  readonly onCell: (row: CodeRow, index: number) => void
}

const LessonTiers = ({ view, model, current, tracks, schools, sites }: TiersProps) => {
  const { t } = useTranslation('study')
  const words = useMemo(() => tierWords(t), [t])
  const steps = useMemo(() => drawSteps(view, model, current, words), [view, model, current, words])
  const pages = useMemo(() => drawPages(view, model, words), [view, model, words])
  const floor = useMemo(() => drawFloor(view, model, schools), [view, model, schools])
  const talk = useMemo(
    () =>
      sites.map((site) => ({
        site,
        draw: drawTalk(
          view,
          tracks.find((track) => track.site === site),
          site,
        ),
      })),
    [view, tracks, sites],
  )
  const { width } = view
  return (
    <>
      <Tier label={t('tier.steps')} width={width} height={20} draw={steps} />
      <Tier label={t('tier.pages')} width={width} height={18} draw={pages} />
      {talk.map(({ site, draw }) => (
        <Tier
          key={site}
          label={t('tier.talk', { school: schools[site] })}
          tone={site}
          width={width}
          height={20}
          draw={draw}
        />
      ))}
      {sites.length > 1 && <Tier label={t('tier.floor')} width={width} height={17} draw={floor} />}
    </>
  )
}

const CodeTier = ({ row, ...props }: TiersProps & { readonly row: CodeRow }) => {
  const { t } = useTranslation('study')
  const { view, model, deltaMs, onCell } = props
  const draw = useMemo(
    () => drawCells(view, row, model.range, deltaMs),
    [view, row, model.range, deltaMs],
  )
  return (
    <Tier
      label={row.isOwn ? t('tier.ownCode') : t('tier.code', { name: row.name })}
      {...(row.isOwn ? { tone: 'own' as const } : {})}
      width={view.width}
      height={20}
      draw={draw}
      onPress={(x) => {
        const index = Math.floor((msOf(view, x) - model.range.startMs) / deltaMs)
        onCell(row, index)
        return true
      }}
    />
  )
}

const MarksTier = (props: TiersProps) => {
  const { t } = useTranslation('study')
  const { view, marks, currentMarkId, onMark } = props
  const draw = useMemo(() => drawMarks(view, marks, currentMarkId), [view, marks, currentMarkId])
  const press = (x: number): boolean => {
    const hit = clustersOf(view, marks).find((cluster) => Math.abs(cluster.x - x) <= 12)
    if (hit) onMark(hit.first.markId)
    return hit !== undefined
  }
  return <Tier label={t('tier.marks')} width={view.width} height={26} draw={draw} onPress={press} />
}

/** The tiers under the ruler, in their fixed order. */
export const Tiers = (props: TiersProps) => (
  <>
    <LessonTiers {...props} />
    {props.rows.map((row) => (
      <CodeTier key={row.coderId} {...props} row={row} />
    ))}
    <MarksTier {...props} />
  </>
)
