import { useTranslation } from 'react-i18next'
import type { ProcessPage } from '#shared/shares/model.ts'
import styles from './StepBars.module.css'

const MINUTE_MS = 60_000

/** Less than this share of the bar has no room for a figure; the sum stands at its end. */
const NARROW = 0.035

const rounded = (minutes: number): string => String(Math.round(minutes * 10) / 10)

/** Planned and taught minutes on one scale; a step that ran more than a minute (or a quarter of a short one) over is gamboge. */
export const StepBars = ({ page }: { readonly page: ProcessPage }) => {
  const { t } = useTranslation('shares')
  const planned = page.steps.map((step) => step.minutes)
  const actual = page.actualMs.map((ms) => ms / MINUTE_MS)
  if (actual.length === 0) return null
  const sum = (values: readonly number[]): number =>
    values.reduce((total, value) => total + value, 0)
  const scale = Math.max(sum(planned), sum(actual), 1)
  const isOver = (index: number): boolean => {
    const plan = planned[index] ?? 0
    return (actual[index] ?? 0) - plan > Math.min(1, Math.max(0.25, plan / 4))
  }
  const bar = (name: string, values: readonly number[], mark: boolean) => (
    <div className={styles.row}>
      <span className={styles.name}>{name}</span>
      <span className={styles.bar}>
        {values.map((minutes, index) => (
          <span
            key={page.steps[index]?.stepId ?? index}
            className={styles.step}
            data-over={mark && isOver(index)}
            style={{ width: `${(minutes / scale) * 100}%` }}
            title={page.steps[index]?.title}
          >
            {minutes / scale >= NARROW && rounded(minutes)}
          </span>
        ))}
      </span>
      <span className={`num ${styles.sum}`}>{rounded(sum(values))}</span>
    </div>
  )
  return (
    <div className={styles.bars}>
      {bar(t('planned'), planned, false)}
      {bar(t('actual'), actual, true)}
    </div>
  )
}
