import { useTranslation } from 'react-i18next'
import { useRoom } from '../room/ClassroomContext.ts'
import styles from './SlideDesk.module.css'

/** What the pupils do in this step and what it is for, as the plan says; before the bell, the first. */
export const StepCard = () => {
  const { t } = useTranslation('classrooms')
  const { state } = useRoom()
  const step = state.steps[Math.max(0, state.stepIndex)]
  if (!step || (!step.student && !step.intent)) return null
  return (
    <section className={styles.card} aria-label={t('runSheet.card')}>
      {step.student && (
        <div>
          <h3>{t('runSheet.student')}</h3>
          <p>{step.student}</p>
        </div>
      )}
      {step.intent && (
        <div>
          <h3>{t('runSheet.intent')}</h3>
          <p>{step.intent}</p>
        </div>
      )}
    </section>
  )
}
