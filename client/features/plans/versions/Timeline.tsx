import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contribution, Contributor, PlanVersion } from '#shared/plans/history.ts'
import type { LogPart } from '../replay/replayMessages.ts'
import { densityOf } from './densityOf.ts'
import { type FoldedTime, foldTime } from './foldTime.ts'
import styles from './Timeline.module.css'
import { useVersionName } from './useVersionName.ts'

type TimelineProps = {
  readonly contribution: Contribution
  readonly versions: readonly PlanVersion[]
  /** When each edit was stored and whose it was, as far as that is known. */
  readonly log: Pick<LogPart, 'atMs' | 'by'>
  /** The moment shown, ms since 1970. */
  readonly ms: number
  readonly onMoment: (ms: number) => void
  readonly onVersion: (versionId: string) => void
}

const percent = (unit: number, { units }: FoldedTime): string => `${(unit / units) * 100}%`

/** So many places from one end of the scrubber to the other: whole numbers, so that both ends are reached. */
const PLACES = 400

const moments = (language: string) =>
  new Intl.DateTimeFormat(language, {
    ...{ month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false },
  })

/** So many columns show where edits are dense. */
const COLUMNS = 240

/** Where the edits lie: the more of them, the taller the column, but no single one is invisible. */
const Density = (props: {
  readonly atMs: readonly number[]
  readonly time: FoldedTime
  readonly className: string | undefined
  readonly fill?: string
}) => {
  const { atMs, time, className, fill } = props
  const counts = useMemo(() => densityOf(time, atMs, COLUMNS), [time, atMs])
  const most = Math.log2(1 + Math.max(1, ...counts))
  return (
    <svg
      className={className}
      viewBox={`0 0 ${COLUMNS} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
      style={fill ? { fill } : undefined}
    >
      {counts.map((count, at) => {
        const height = count === 0 ? 0 : 0.25 + (0.75 * Math.log2(1 + count)) / most
        return <rect key={at} x={at + 0.1} y={1 - height} width={0.8} height={height} />
      })}
    </svg>
  )
}

/** One person's edits, in their colour. */
const Lane = (props: {
  readonly figures: Contributor
  readonly log: TimelineProps['log']
  readonly time: FoldedTime
}) => {
  const { figures, log, time } = props
  const { t } = useTranslation('history')
  const name = figures.person?.name ?? t('unknown')
  const own = useMemo(
    () => log.atMs.filter((_, at) => log.by[at] === figures.userId),
    [log, figures.userId],
  )
  const hue = `var(--hue-${figures.person?.hue ?? 'zhou'}, var(--ink-2))`
  return (
    <li className={styles.lane}>
      <span className={styles.name}>{name}</span>
      <span className={styles.track} role="img" aria-label={t('lane', { name })}>
        <Density atMs={own} time={time} className={styles.ticks} fill={hue} />
      </span>
    </li>
  )
}

/** Time by the wall clock with its idle stretches folded: a lane a person, versions as flags. */
export const Timeline = (props: TimelineProps) => {
  const { contribution, versions, log, ms, onMoment, onVersion } = props
  const { t, i18n } = useTranslation('history')
  const nameOf = useVersionName()
  const people = contribution.people.filter(({ userId }) => userId !== null)
  const time = useMemo(
    () => foldTime(contribution.people.flatMap((p) => p.activity.map(([minute]) => minute))),
    [contribution],
  )
  const words = moments(i18n.language)
  return (
    <section className={styles.timeline} aria-label={t('timeline')}>
      <div className={styles.flags}>
        {versions.map((version) => (
          <button
            key={version.versionId}
            type="button"
            className={styles.flag}
            style={{ left: percent(time.unitOf(Date.parse(version.at)), time) }}
            title={nameOf(version)}
            onClick={() => onVersion(version.versionId)}
          >
            {nameOf(version)}
          </button>
        ))}
      </div>
      <div className={styles.scrub}>
        <Density atMs={log.atMs} time={time} className={styles.density} />
        <input
          type="range"
          min={0}
          max={PLACES}
          value={Math.round((time.unitOf(ms) / time.units) * PLACES)}
          aria-label={t('scrub')}
          aria-valuetext={words.format(ms)}
          onChange={(event) =>
            onMoment(time.msAt((Number(event.target.value) / PLACES) * time.units))
          }
        />
      </div>
      <ul className={styles.lanes}>
        {people.map((figures) => (
          <Lane key={figures.userId} figures={figures} log={log} time={time} />
        ))}
      </ul>
      <div className={`${styles.axis} num`} aria-hidden="true">
        {time.stretches.map((stretch) => (
          <span key={stretch.fromMs} style={{ left: percent(stretch.start, time) }}>
            {words.format(stretch.fromMs)}
          </span>
        ))}
      </div>
    </section>
  )
}
