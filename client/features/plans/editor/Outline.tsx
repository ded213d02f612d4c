import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { balanceOf, sumMinutes } from '#shared/plans/minutes.ts'
import { classes } from '../../../ui/classes.ts'
import { Icon } from '../../../ui/Icon.tsx'
import styles from './Outline.module.css'
import type { StepTarget } from './stepEditing.ts'
import { isStepLine, type OutlineLine, type StepLine } from './usePlanShape.ts'
import { type StepDrag, useStepDrag } from './useStepDrag.ts'

type OutlineProps = {
  readonly lines: readonly OutlineLine[]
  readonly lengthMin: number
  readonly activeStepId: string | null
  readonly onGo: (pos: number) => void
  /** Null for readers. */
  readonly onMove: ((stepId: string, target: StepTarget) => void) | null
}

/** The section right before the first step carries the sum. */
const processOf = (lines: readonly OutlineLine[]): OutlineLine | undefined => {
  const first = lines.findIndex(isStepLine)
  return first > 0 ? lines[first - 1] : undefined
}

/** One section or step: a press goes there, a step can be dragged to another place. */
const Entry = (props: {
  readonly line: OutlineLine
  readonly isActive: boolean
  readonly drag: StepDrag | null
  readonly onGo: (pos: number) => void
  readonly sum: ReactNode
}) => {
  const { line, isActive, onGo, sum } = props
  const { t } = useTranslation('plans')
  const drag = isStepLine(line) ? props.drag : null
  const side = drag?.sideOver(line.key)
  return (
    <button
      type="button"
      className={classes(
        styles.entry,
        isStepLine(line) && styles.sub,
        isActive && styles.on,
        drag?.isDragged(line.key) && styles.dragged,
        side && styles[side],
      )}
      aria-current={isActive ? 'location' : undefined}
      title={drag ? t('outline.move') : undefined}
      onClick={() => onGo(line.pos)}
      {...drag?.propsOf(line.key)}
    >
      {drag && (
        <span className={styles.grip}>
          <Icon name="grip" size={16} />
        </span>
      )}
      <span className={styles.name}>{line.title || t('step.untitled')}</span>
      {isStepLine(line) && <span className={classes(styles.minutes, 'num')}>{line.minutes}</span>}
      {sum}
    </button>
  )
}

/** A step where there is no room for its name, as tall as it is long; dragged like one with a name. */
const Tick = (props: {
  readonly step: StepLine
  readonly isActive: boolean
  readonly drag: StepDrag | null
  readonly onGo: (pos: number) => void
}) => {
  const { step, isActive, drag, onGo } = props
  const { t } = useTranslation('plans')
  const title = step.title || t('step.untitled')
  const side = drag?.sideOver(step.key)
  return (
    <button
      type="button"
      className={classes(
        styles.tick,
        'num',
        isActive && styles.tickOn,
        drag?.isDragged(step.key) && styles.dragged,
        side && styles[side],
      )}
      style={{ flexGrow: Math.max(step.minutes, 1) }}
      title={drag ? t('outline.tick', { title, how: t('outline.move') }) : title}
      aria-label={t('strip.step', { title, minutes: step.minutes })}
      onClick={() => onGo(step.pos)}
      {...drag?.propsOf(step.key)}
    >
      {step.minutes}
    </button>
  )
}

/** Sections and steps with their minutes; a press goes there. At 1280 px a strip of ticks is left of it. */
export const Outline = ({ lines, lengthMin, activeStepId, onGo, onMove }: OutlineProps) => {
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
  const drag = useStepDrag(
    steps.map(({ key }) => key),
    onMove,
  )
  return (
    <nav className={styles.outline} aria-label={t('outline.title')}>
      <div className={styles.full}>
        <h3 className={styles.title}>{t('outline.title')}</h3>
        {lines.map((line) => (
          <Entry
            key={line.key}
            line={line}
            isActive={line.key === activeStepId}
            drag={drag}
            onGo={onGo}
            sum={line === process ? sum : null}
          />
        ))}
      </div>
      <div className={styles.ticks}>
        {steps.map((step) => (
          <Tick
            key={step.key}
            step={step}
            isActive={step.key === activeStepId}
            drag={drag}
            onGo={onGo}
          />
        ))}
        <span className={classes(styles.tickSum, 'num', isOver && styles.over)}>
          {total}
          <br />/{lengthMin}
        </span>
      </div>
    </nav>
  )
}
