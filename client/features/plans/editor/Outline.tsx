import { useTranslation } from 'react-i18next'
import { balanceOf, sumMinutes } from '#shared/plans/minutes.ts'
import { classes } from '../../../ui/classes.ts'
import styles from './Outline.module.css'
import { isStepLine, type OutlineLine } from './usePlanShape.ts'

type OutlineProps = {
  readonly lines: readonly OutlineLine[]
  readonly lengthMin: number
  readonly activeStepId: string | null
  readonly onGo: (pos: number) => void
}

/** The section right before the first step carries the sum. */
const processOf = (lines: readonly OutlineLine[]): OutlineLine | undefined => {
  const first = lines.findIndex(isStepLine)
  return first > 0 ? lines[first - 1] : undefined
}

/** Sections and steps with their minutes; a press goes there. At 1280 px a strip of ticks is left of it. */
export const Outline = ({ lines, lengthMin, activeStepId, onGo }: OutlineProps) => {
  const { t } = useTranslation('plans')
  const steps = lines.filter(isStepLine)
  const total = sumMinutes(steps)
  const isOver = balanceOf(steps, lengthMin).kind === 'over'
  const sum = (
    <span className={classes(styles.minutes, 'num', isOver && styles.over)}>
      {t('outline.sum', { total, length: lengthMin })}
    </span>
  )
  const process = processOf(lines)
  return (
    <nav className={styles.outline} aria-label={t('outline.title')}>
      <div className={styles.full}>
        <h3 className={styles.title}>{t('outline.title')}</h3>
        {lines.map((line) => (
          <button
            key={line.key}
            type="button"
            className={classes(
              styles.entry,
              isStepLine(line) && styles.sub,
              line.key === activeStepId && styles.on,
            )}
            aria-current={line.key === activeStepId ? 'location' : undefined}
            onClick={() => onGo(line.pos)}
          >
            <span className={styles.name}>{line.title || t('step.untitled')}</span>
            {isStepLine(line) && (
              <span className={classes(styles.minutes, 'num')}>{line.minutes}</span>
            )}
            {line === process && sum}
          </button>
        ))}
      </div>
      <div className={styles.ticks}>
        {steps.map((step) => (
          <button
            key={step.key}
            type="button"
            className={classes(styles.tick, 'num', step.key === activeStepId && styles.tickOn)}
            style={{ flexGrow: Math.max(step.minutes, 1) }}
            title={step.title}
            aria-label={t('strip.step', {
              title: step.title || t('step.untitled'),
              minutes: step.minutes,
            })}
            onClick={() => onGo(step.pos)}
          >
            {step.minutes}
          </button>
        ))}
        <span className={classes(styles.tickSum, 'num', isOver && styles.over)}>
          {total}
          <br />/{lengthMin}
        </span>
      </div>
    </nav>
  )
}
