import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contribution, Contributor, PlanVersion } from '#shared/plans/history.ts'
import { type FoldedTime, foldTime } from './foldTime.ts'
import styles from './Timeline.module.css'
import { useVersionName } from './useVersionName.ts'

type TimelineProps = {
  readonly contribution: Contribution
  readonly versions: readonly PlanVersion[]
  /** The moment shown, ms since 1970. */
  readonly ms: number
  readonly onMoment: (ms: number) => void
  readonly onVersion: (versionId: string) => void
}

const percent = (unit: number, { units }: FoldedTime): string => `${(unit / units) * 100}%`

/** Three hundred places from one end to the other, but never finer than six seconds. */
const stepOf = ({ units }: FoldedTime): number => Math.max(1, Math.round(units / 30)) / 10

const moments = (language: string) =>
  new Intl.DateTimeFormat(language, {
    ...{ month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false },
  })

/** One person's minutes as ticks: the more was written or deleted, the taller. */
const Lane = ({ figures, time }: { readonly figures: Contributor; readonly time: FoldedTime }) => {
  const { t } = useTranslation('history')
  const name = figures.person?.name ?? t('unknown')
  return (
    <li className={styles.lane}>
      <span className={styles.name}>{name}</span>
      <span className={styles.track} role="img" aria-label={t('lane', { name })}>
        {figures.activity.map(([minute, wrote, deleted]) => (
          <span
            key={minute}
            className={styles.tick}
            style={{
              left: percent(time.unitOf(minute), time),
              width: `max(2px, ${percent(0.7, time)})`,
              height: `${Math.min(100, 25 + 15 * Math.log2(1 + wrote + deleted))}%`,
              background: `var(--hue-${figures.person?.hue ?? 'zhou'}, var(--ink-2))`,
            }}
          />
        ))}
      </span>
    </li>
  )
}

/** Time by the wall clock with its idle stretches folded: a lane a person, versions as flags. */
export const Timeline = (props: TimelineProps) => {
  const { contribution, versions, ms, onMoment, onVersion } = props
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
        <input
          type="range"
          min={0}
          max={time.units}
          step={stepOf(time)}
          value={time.unitOf(ms)}
          aria-label={t('scrub')}
          aria-valuetext={words.format(ms)}
          onChange={(event) => onMoment(time.msAt(Number(event.target.value)))}
        />
      </div>
      <ul className={styles.lanes}>
        {people.map((figures) => (
          <Lane key={figures.userId} figures={figures} time={time} />
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
