import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanStep } from '#shared/lessons/model.ts'
import { sumMinutes } from '#shared/plans/minutes.ts'
import { classes } from '../../../ui/classes.ts'
import styles from './StepStrip.module.css'

export type StripStep = Pick<PlanStep, 'stepId' | 'title' | 'minutes'>

type StepStripProps = {
  readonly steps: readonly StripStep[]
  readonly lengthMin: number
  /** Minutes a step really took; drawn as a second, thin strip on the same scale. */
  readonly actual?: readonly { readonly stepId: string; readonly minutes: number }[]
  /** 8 px without words for rows of a list, 20 px with figures, 24 px with titles. */
  readonly size?: 's' | 'm' | 'l'
  readonly activeStepId?: string | null
}

/** More than this over its plan and a step's real time is drawn as a warning. */
const RAN_OVER_MIN = 1

const grow = (minutes: number): CSSProperties => ({ flexGrow: Math.max(minutes, 0.001) })

const Planned = ({ steps, lengthMin, size, activeStepId }: StepStripProps & { size: string }) => {
  const total = sumMinutes(steps)
  return (
    <div className={styles.track}>
      {steps.map((step) => (
        <span
          key={step.stepId}
          className={classes(styles.step, step.stepId === activeStepId && styles.on)}
          style={grow(step.minutes)}
          title={step.title}
        >
          {size === 'l' && <span className={styles.name}>{step.title}</span>}
          {size !== 's' && <span className={styles.minutes}>{step.minutes}</span>}
        </span>
      ))}
      {total < lengthMin && <span className={styles.rest} style={grow(lengthMin - total)} />}
    </div>
  )
}

const Actual = ({ steps, lengthMin, actual }: StepStripProps) => {
  const taken = actual ?? []
  const plannedOf = new Map(steps.map((step) => [step.stepId, step.minutes]))
  const scale = Math.max(sumMinutes(steps), lengthMin, sumMinutes(taken))
  const rest = scale - sumMinutes(taken)
  return (
    <div className={classes(styles.track, styles.actual)}>
      {taken.map(({ stepId, minutes }) => (
        <span
          key={stepId}
          className={classes(
            styles.took,
            minutes - (plannedOf.get(stepId) ?? minutes) > RAN_OVER_MIN && styles.ranOver,
          )}
          style={grow(minutes)}
        />
      ))}
      {rest > 0 && <span style={grow(rest)} />}
    </div>
  )
}

/**
 * A lesson's steps in proportion to their minutes, with a line at the lesson's length; what lies
 * beyond it is gamboge. For readers it is one sentence.
 */
export const StepStrip = (props: StepStripProps) => {
  const { steps, lengthMin, size = 's', actual } = props
  const { t } = useTranslation('plans')
  const total = sumMinutes(steps)
  if (steps.length === 0) return null
  const over = total - lengthMin
  const label = steps.map(({ title, minutes }) => t('strip.step', { title, minutes })).join(' ')
  return (
    <div
      className={classes(styles.strip, styles[size], 'num')}
      role="img"
      aria-label={t('strip.label', { total, length: lengthMin, steps: label })}
    >
      <Planned {...props} size={size} />
      {over > 0 && (
        <span className={styles.over} style={{ left: `${(lengthMin / total) * 100}%` }}>
          {size !== 's' && `+${over}`}
        </span>
      )}
      {size !== 's' && (
        <span
          className={styles.end}
          style={{ left: `${(lengthMin / Math.max(total, lengthMin)) * 100}%` }}
        />
      )}
      {actual && actual.length > 0 && <Actual {...props} />}
    </div>
  )
}
