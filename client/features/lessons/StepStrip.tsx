import { useTranslation } from 'react-i18next'
import type { PlanStep } from '#shared/lessons/model.ts'
import { shortStepTitle } from '#shared/lessons/shortStepTitle.ts'
import { planned } from './format.ts'
import styles from './StepStrip.module.css'

/** A step with less than this share of the strip has no room for two characters. */
const NARROW = 0.06

/**
 * The plan's steps, widths ∝ minutes on a scale of the lesson's length; what lies beyond the length
 * is gamboge. `labels` writes minutes and titles below.
 */
export const StepStrip = ({
  steps,
  lengthMin,
  labels,
}: {
  readonly steps: readonly PlanStep[]
  readonly lengthMin: number
  readonly labels?: boolean
}) => {
  const { t } = useTranslation('lessons')
  const minutes = planned(steps)
  const scale = Math.max(minutes, lengthMin, 1)
  const over = Math.max(0, minutes - lengthMin)
  return (
    <span className={styles.frame}>
      <ol className={labels ? styles.labelled : styles.strip} aria-label={t('steps.label')}>
        {steps.map((step, index) => (
          <li
            key={step.stepId || index}
            className={labels && step.minutes / scale < NARROW ? styles.narrow : undefined}
            style={{ width: `${(step.minutes / scale) * 100}%` }}
          >
            <span className={labels ? undefined : 'sr'}>
              <b className="num">{step.minutes}</b>
              <span>{labels ? shortStepTitle(step.title) : step.title}</span>
            </span>
          </li>
        ))}
      </ol>
      {over > 0 && (
        <i
          className={styles.over}
          style={{ width: `${(over / scale) * 100}%` }}
          aria-hidden="true"
        />
      )}
    </span>
  )
}
