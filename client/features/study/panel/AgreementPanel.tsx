import { useTranslation } from 'react-i18next'
import { formatTime } from '#client/lib/playback/formatTime.ts'
import { classes } from '#client/ui/classes.ts'
import type { Study } from '../replay/useStudy.ts'
import { BlockTitle } from './BlockTitle.tsx'
import { share } from './Figures.tsx'
import styles from './StudyPanel.module.css'

const percent = (value: number | undefined): string =>
  value === undefined ? '—' : `${(Math.round(value * 1000) / 10).toFixed(1)} %`

type Pair = NonNullable<Study['pair']>

const Kappa = ({ pair }: { readonly pair: Pair }) => {
  const { t } = useTranslation('study')
  const { agreement } = pair
  const { kappa, interval, observed, n, isTentative } = agreement
  return (
    <p className={styles.kappa}>
      <span>
        κ <b>{share(kappa)}</b>
        {kappa === undefined
          ? t('agree.undefined')
          : interval &&
            t('agree.interval', { low: share(interval.low), high: share(interval.high) })}
        {t('agree.observed', { share: percent(observed) })}
      </span>
      <span className={styles.end}>N {n}</span>
      {isTentative && <span className={styles.tentative}>{t('agree.tentative')}</span>}
    </p>
  )
}

const Disagreements = ({
  pair,
  nowMs,
  onPlay,
}: {
  readonly pair: Pair
  readonly nowMs: number
  readonly onPlay: (atMs: number) => void
}) => {
  const { t } = useTranslation('study')
  const { first, second, agreement, stepAt } = pair
  if (agreement.disagreements.length === 0) return <p className={styles.note}>{t('agree.none')}</p>
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('agree.time')}</th>
          <th scope="col">{first.name.slice(0, 1)}</th>
          <th scope="col">{second.name.slice(0, 1)}</th>
          <th scope="col">{t('agree.step')}</th>
        </tr>
      </thead>
      <tbody>
        {agreement.disagreements.map((unit) => (
          <tr
            key={unit.index}
            className={classes(nowMs >= unit.startMs && nowMs < unit.endMs && styles.now)}
          >
            <td>
              <button
                type="button"
                className={styles.link}
                aria-label={t('agree.play', { time: formatTime(unit.startMs) })}
                onClick={() => onPlay(unit.startMs)}
              >
                {formatTime(unit.startMs)}
              </button>
            </td>
            <td>
              <b className={styles.code} data-code={unit.first}>
                {unit.first}
              </b>
            </td>
            <td>
              <b className={styles.code} data-code={unit.second}>
                {unit.second}
              </b>
            </td>
            <td>{stepAt(unit.startMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Two coders beside one another: how far they agree, and where they do not. */
export const AgreementPanel = ({
  study,
  nowMs,
}: {
  readonly study: Study
  readonly nowMs: number
}) => {
  const { t } = useTranslation('study')
  const { pair, pairs, choosePair, playAt } = study
  if (!pair) return null
  return (
    <section className={styles.block} aria-label={t('agree.title')}>
      <BlockTitle title={t('agree.title')}>
        {pairs.length === 1 && t('agree.who', pair.names)}
      </BlockTitle>
      {pairs.length > 1 && (
        <select
          className={styles.select}
          aria-label={t('agree.choose')}
          value={pair.key}
          onChange={(event) => choosePair(event.target.value)}
        >
          {pairs.map(({ key, names }) => (
            <option key={key} value={key}>
              {t('agree.who', names)}
            </option>
          ))}
        </select>
      )}
      <Kappa pair={pair} />
      <div className={styles.units}>
        <Disagreements pair={pair} nowMs={nowMs} onPlay={playAt} />
      </div>
    </section>
  )
}
