import { useTranslation } from 'react-i18next'
import { useRoom } from '../room/ClassroomContext.ts'
import { clockText } from '../room/clockText.ts'
import { runSheetTimes } from '../room/runSheetTimes.ts'
import { schoolAt, shortSchool } from '../room/shortSchool.ts'
import { useSessionTime } from '../room/useSessionTime.ts'
import styles from './PhoneConsole.module.css'

/** Which step, what is left of it, and whose the floor is: two lines. */
export const StepLine = () => {
  const { t } = useTranslation('classrooms')
  const { state, lesson } = useRoom()
  const { leftMs } = runSheetTimes(state, useSessionTime(state))
  const step = state.steps[state.stepIndex]
  if (!step || leftMs === null) return <p className={styles.step}>{t('phase.waiting')}</p>
  const isOver = leftMs < 0
  return (
    <section className={styles.step}>
      <h2>
        {state.stepIndex + 1} {step.title}
      </h2>
      <strong className={`num ${isOver ? styles.amber : ''}`}>
        {isOver && <small>{t('runSheet.over')}</small>} {clockText(leftMs, !isOver)}
      </strong>
      {lesson.sites.length > 1 && (
        <p>{t('floor.isAt', { school: shortSchool(schoolAt(lesson, state.floor)) })}</p>
      )}
    </section>
  )
}
