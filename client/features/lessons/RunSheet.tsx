import { useTranslation } from 'react-i18next'
import type { PlanStep } from '#shared/lessons/model.ts'
import { planned } from './format.ts'
import { LessonStrip } from './LessonStrip.tsx'
import styles from './RunSheet.module.css'

/** What the plan's steps will be in class: minutes, who does what, first slide. Read only. */
export const RunSheet = ({
  steps,
  lengthMin,
}: {
  readonly steps: readonly PlanStep[]
  readonly lengthMin: number
}) => {
  const { t } = useTranslation('lessons')
  const minutes = planned(steps)
  const over = minutes - lengthMin
  return (
    <div>
      <LessonStrip steps={steps} lengthMin={lengthMin} />
      <p className={styles.sum} data-over={over > 0 || undefined}>
        {t('runSheet.sum', { count: steps.length, minutes, lengthMin })}
        {over > 0 && t('runSheet.over', { count: over })}
      </p>
      <ol className={styles.list}>
        {steps.map((step, index) => (
          <li key={step.stepId || index}>
            <span className={styles.minutes}>{t('runSheet.minutes', { count: step.minutes })}</span>
            <div>
              <p className={styles.title}>{step.title}</p>
              {step.lead && <p className={styles.lead}>{step.lead}</p>}
              {step.assist && <p className={styles.assist}>{step.assist}</p>}
            </div>
            {step.firstPage && (
              <span className={styles.page}>{t('runSheet.page', { page: step.firstPage })}</span>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}
