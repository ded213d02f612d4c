import { useTranslation } from 'react-i18next'
import type { PlanStep } from '#shared/lessons/model.ts'
import { clockText } from '../room/clockText.ts'
import type { StepTime } from '../room/runSheetTimes.ts'
import styles from './CurrentStep.module.css'

/** The step that is on, the only open one: time left, who does what, and its pages. */
export const CurrentStep = (props: {
  readonly number: number
  readonly step: PlanStep
  readonly time: StepTime
  readonly pages: string | null
}) => {
  const { t } = useTranslation('classrooms')
  const { step, time } = props
  const leftMs = time.plannedMs - time.usedMs
  const isOver = leftMs < 0
  const rows = [
    ['lead', step.lead],
    ['assist', step.assist],
    ['slides', props.pages === null ? '' : t('runSheet.pageRange', { pages: props.pages })],
  ] as const
  return (
    <li className={styles.current} aria-current="step">
      <div className={styles.head}>
        <b>{props.number}</b>
        <h3>{step.title}</h3>
      </div>
      <p className={`${styles.sub} num`}>
        {t('runSheet.used', { minutes: step.minutes, used: clockText(time.usedMs) })}
        <span className={isOver ? styles.amber : undefined}>
          {t(isOver ? 'runSheet.over' : 'runSheet.left')}
          <strong>{clockText(leftMs, !isOver)}</strong>
        </span>
      </p>
      <div className={styles.progress}>
        <i
          className={isOver ? styles.full : undefined}
          style={{ width: `${Math.min(1, time.usedMs / Math.max(1, time.plannedMs)) * 100}%` }}
        />
      </div>
      <dl>
        {rows.map(
          ([key, words]) =>
            words && (
              <div key={key}>
                <dt>{t(`runSheet.${key}`)}</dt>
                <dd>{words}</dd>
              </div>
            ),
        )}
      </dl>
    </li>
  )
}
