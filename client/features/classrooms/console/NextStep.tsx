import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { shortStepTitle } from '#shared/lessons/shortStepTitle.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import { stepPages } from '../room/stepPages.ts'
import styles from './NextStep.module.css'

const Waiting = () => {
  const { t } = useTranslation('classrooms')
  const { state, me, lesson, send } = useRoom()
  const lead = lesson.sites.find(({ site }) => site === 'near')?.teacher?.name ?? ''
  if (state.steps.length === 0)
    return (
      <div className={styles.next}>
        <p>{t('runSheet.empty')}</p>
        <LinkButton to={`/lessons/${lesson.lessonId}/plan`} size="xl" night wide>
          {t('runSheet.openPlan')}
        </LinkButton>
      </div>
    )
  if (me.role !== 'lead')
    return <p className={styles.next}>{t('runSheet.waitsForLead', { name: lead })}</p>
  return (
    <div className={`${styles.next} ${styles.start}`}>
      <p>{t('runSheet.readyText')}</p>
      <Button
        kind="primary"
        size="xxl"
        night
        wide
        icon="play"
        onClick={() => send({ type: 'lesson.start' })}
      >
        {t('runSheet.start')}
      </Button>
    </div>
  )
}

/** What comes next, said before it is pressed; 72 px at the lower left edge. */
export const NextStep = ({ mayMove }: { readonly mayMove: boolean }) => {
  const { t } = useTranslation('classrooms')
  const { state, me, send } = useRoom()
  if (state.phase === 'waiting') return <Waiting />
  const index = state.stepIndex + 1
  const next = state.steps[index]
  if (!next) return <p className={styles.next}>{t('runSheet.last')}</p>
  const pages = stepPages(state, index)
  const about = [
    t('runSheet.minutes', { minutes: next.minutes }),
    pages && t('runSheet.pages', { pages }),
  ]
  if (me.role === 'observer')
    return <p className={styles.next}>{t('runSheet.comes', { title: next.title })}</p>
  return (
    <div className={styles.next}>
      <p>{mayMove ? about.filter(Boolean).join(' · ') : t('runSheet.notYourFloor')}</p>
      <Button
        kind="primary"
        size="xxl"
        night
        wide
        disabled={!mayMove}
        iconAfter="arrowRight"
        onClick={() => send({ type: 'step.go', index })}
      >
        {t('runSheet.next', { title: shortStepTitle(next.title) })}
      </Button>
    </div>
  )
}
