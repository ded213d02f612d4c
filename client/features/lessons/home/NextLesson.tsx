import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import type { Lesson } from '#shared/lessons/model.ts'
import { LessonStrip } from '../LessonStrip.tsx'
import { LessonTitle } from '../LessonTitle.tsx'
import { Readiness } from '../Readiness.tsx'
import { SitePair } from '../SitePair.tsx'
import styles from './NextLesson.module.css'
import { type Asking, primaryAction } from './readiness.ts'

type Enter = { readonly onEnter: () => void; readonly isEntering: boolean }

const Actions = ({
  lesson,
  onEnter,
  isEntering,
  ...asking
}: Enter & Asking & { readonly lesson: Lesson }) => {
  const { t } = useTranslation('home')
  const action = primaryAction(lesson, asking)
  const to = `/lessons/${lesson.lessonId}`
  const goes = action === 'check' || action === 'enter'
  return (
    <div className={styles.actions}>
      {goes ? (
        <Button kind="primary" busy={isEntering} onClick={onEnter}>
          {t(isEntering ? 'next.entering' : `next.${action}`)}
        </Button>
      ) : (
        <LinkButton kind="primary" to={action === 'upload' ? `${to}/teach` : `${to}/plan`}>
          {t(`next.${action}`)}
        </LinkButton>
      )}
      {(goes || action === 'upload') && <LinkButton to={`${to}/plan`}>{t('next.read')}</LinkButton>}
      {action !== 'upload' && (
        <LinkButton kind="quiet" to={`${to}/teach`}>
          {t('next.runSheet')}
        </LinkButton>
      )}
    </div>
  )
}

/** The one bordered block of the day: the next lesson, its rooms, its steps and what it still needs. */
export const NextLesson = (
  props: Enter &
    Asking & {
      readonly lesson: Lesson
      /** 10:20 and how long until then, shown inside on phones. */
      readonly time: string
      readonly until: string
    },
) => {
  const { t } = useTranslation('home')
  const { lesson } = props
  const kind = t(lesson.isDual ? 'next.dual' : 'next.single', { minutes: lesson.lengthMin })
  return (
    <article className={styles.lesson}>
      <p className={styles.when}>
        <b className="num">{props.time}</b> {props.until}
        <span>{kind}</span>
      </p>
      <h2 className={styles.title}>
        <LessonTitle title={lesson.title} serif />
        <span className={styles.kind}>{kind}</span>
      </h2>
      <div className={styles.pair}>
        <SitePair sites={lesson.sites} meId={props.meId} />
      </div>
      {lesson.steps.length > 0 && (
        <LessonStrip steps={lesson.steps} lengthMin={lesson.lengthMin} labels />
      )}
      <div className={styles.ready}>
        <Readiness lesson={lesson} meId={props.meId} nowMs={props.nowMs} />
      </div>
      <Actions {...props} />
    </article>
  )
}
