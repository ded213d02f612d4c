import { useTranslation } from 'react-i18next'
import type { RunSheetTimes } from '../room/runSheetTimes.ts'
import styles from './PlanStrip.module.css'

const MINUTE_MS = 60_000

/** The plan as a strip, what was used so far below it on the same scale, and the line of now. */
export const PlanStrip = (props: {
  readonly times: RunSheetTimes
  readonly nowMs: number
  readonly lengthMin: number
}) => {
  const { t } = useTranslation('classrooms')
  const { steps } = props.times
  const plannedMs = steps.reduce((sum, step) => sum + step.plannedMs, 0)
  const usedMs = steps.reduce((sum, step) => sum + step.usedMs, 0)
  const wholeMs = Math.max(plannedMs, props.lengthMin * MINUTE_MS, usedMs)
  const share = (ms: number) => `${(ms / wholeMs) * 100}%`
  return (
    <div
      className={styles.strip}
      role="img"
      aria-label={t('runSheet.strip', {
        planned: Math.round(plannedMs / MINUTE_MS),
        used: Math.round(usedMs / MINUTE_MS),
      })}
    >
      <div>
        {steps.map((step, index) => (
          <i
            key={index}
            style={{ width: share(step.plannedMs) }}
            className={step.isCurrent ? styles.on : undefined}
          />
        ))}
      </div>
      <div>
        {steps.map((step, index) => (
          <i
            key={index}
            style={{ width: share(step.usedMs) }}
            className={step.usedMs > step.plannedMs ? styles.over : styles.used}
          />
        ))}
      </div>
      <b style={{ left: share(Math.min(usedMs, wholeMs)) }} />
    </div>
  )
}
