import { useTranslation } from 'react-i18next'
import { formatTime } from '#client/lib/playback/formatTime.ts'
import { type StMeasures, stMeasures } from '#shared/analytics/stMeasures.ts'
import type { CodeRow } from '../coding/codeRows.ts'
import styles from './StudyPanel.module.css'

/** Two places, half away from zero; an undefined value is a dash, never a nought. */
export const share = (value: number | undefined): string =>
  value === undefined ? '—' : (Math.round(value * 100) / 100).toFixed(2).replace('-', '−')

const Mode = ({ measures }: { readonly measures: StMeasures }) => {
  const { t } = useTranslation('study')
  if (measures.mode) return <b>{t(`mode.${measures.mode}`)}</b>
  return <span>{t(`refusal.${measures.refusal ?? 'empty'}`)}</span>
}

/** N, Rt, Ch and the mode in words, of one coder. */
export const Figures = ({
  row,
  deltaMs,
}: {
  readonly row: CodeRow | null
  readonly deltaMs: number
}) => {
  const { t } = useTranslation('study')
  const measures = stMeasures(row?.cells ?? [], deltaMs)
  return (
    <p className={styles.figures}>
      {row && !row.finished && <span>{t('st.until', { time: formatTime(row.coveredMs) })}</span>}
      <span>
        N <b>{measures.n}</b>
      </span>
      <span>
        Rt <b>{share(measures.rt)}</b>
      </span>
      <span>
        Ch <b>{share(measures.ch)}</b>
      </span>
      <Mode measures={measures} />
    </p>
  )
}
