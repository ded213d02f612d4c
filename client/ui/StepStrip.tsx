import type { CSSProperties } from 'react'
import { shortStepTitle } from '#shared/lessons/shortStepTitle.ts'
import { sumMinutes } from '#shared/plans/minutes.ts'
import { classes } from './classes.ts'
import styles from './StepStrip.module.css'

export type StripStep = {
  readonly stepId: string
  readonly title: string
  readonly minutes: number
}

type StepStripProps = {
  readonly steps: readonly StripStep[]
  readonly lengthMin: number
  /** The whole strip in one sentence, for readers. */
  readonly label: string
  /** 8 px without words for rows of a list, 20 px with figures, 24 px with titles; `below`: words under it. */
  readonly size?: 's' | 'm' | 'l' | 'below'
  readonly activeStepId?: string | null
}

/** With less than this share of the strip there is no room below for two characters. */
const NARROW = 0.06

const grow = (minutes: number): CSSProperties => ({ flexGrow: Math.max(minutes, 0.001) })

const Words = ({ step, size }: { readonly step: StripStep; readonly size: string }) => (
  <>
    {size === 'below' && <b className={styles.minutes}>{step.minutes}</b>}
    {(size === 'l' || size === 'below') && (
      <span className={styles.name}>
        {size === 'below' ? shortStepTitle(step.title) : step.title}
      </span>
    )}
    {(size === 'm' || size === 'l') && <span className={styles.minutes}>{step.minutes}</span>}
  </>
)

/**
 * A lesson's steps in proportion to their minutes, with a line at the lesson's length where there is
 * room for one; what lies beyond it is gamboge. For readers it is one sentence.
 */
export const StepStrip = (props: StepStripProps) => {
  const { steps, lengthMin, label, size = 's', activeStepId } = props
  const total = sumMinutes(steps)
  if (steps.length === 0) return null
  const over = total - lengthMin
  const scale = Math.max(total, lengthMin)
  const hasLine = size === 'm' || size === 'l'
  return (
    <div className={classes(styles.strip, styles[size], 'num')} role="img" aria-label={label}>
      <div className={styles.track}>
        {steps.map((step) => (
          <span
            key={step.stepId}
            className={classes(
              styles.step,
              step.stepId === activeStepId && styles.on,
              step.minutes / scale < NARROW && styles.narrow,
            )}
            style={grow(step.minutes)}
            title={step.title}
          >
            <Words step={step} size={size} />
          </span>
        ))}
        {over < 0 && <span className={styles.rest} style={grow(-over)} />}
      </div>
      {over > 0 && (
        <span className={styles.over} style={{ left: `${(lengthMin / total) * 100}%` }}>
          {hasLine && `+${over}`}
        </span>
      )}
      {hasLine && <span className={styles.end} style={{ left: `${(lengthMin / scale) * 100}%` }} />}
    </div>
  )
}
