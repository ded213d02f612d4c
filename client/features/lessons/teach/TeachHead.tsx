import { useTranslation } from 'react-i18next'
import { present } from '#client/lib/errors/present.ts'
import { Button } from '#client/ui/Button.tsx'
import type { Lesson } from '#shared/lessons/model.ts'
import { longMoment } from '../format.ts'
import { Readiness } from '../Readiness.tsx'
import { useNow } from '../useNow.ts'
import styles from './TeachView.module.css'

/** Going into the classroom, which another slice keeps. */
export type Entering = {
  readonly enter: () => void
  readonly isPending: boolean
  readonly error: unknown
}
type EnterProps = { readonly lesson: Lesson; readonly entering: Entering }

const Enter = ({ lesson, entering }: EnterProps) => {
  const { t } = useTranslation('lessons')
  const teaches = lesson.abilities.includes('teach')
  if (!teaches && !lesson.abilities.includes('observe')) return null
  return (
    <div className={styles.enter}>
      <Button
        kind="primary"
        size="l"
        busy={entering.isPending}
        disabled={!teaches && !lesson.classroomId}
        onClick={() => entering.enter()}
      >
        {t(entering.isPending ? 'teach.entering' : teaches ? 'teach.enter' : 'teach.observe')}
      </Button>
      <p>
        {t(
          teaches ? 'teach.enterNote' : lesson.classroomId ? 'teach.observeNote' : 'teach.notOpen',
        )}
      </p>
      {entering.error !== null && (
        <p className={styles.problem} role="alert">
          {present(entering.error)}
        </p>
      )}
    </div>
  )
}

/** When, how long, what is still missing, and the way in. */
export const TeachHead = ({ lesson, entering, meId }: EnterProps & { readonly meId: string }) => {
  const nowMs = useNow(60_000)
  // A lesson that has been taught needs nothing any more.
  const isAhead = lesson.stage === 'plan' || lesson.stage === 'teach'
  const { t, i18n } = useTranslation('lessons')
  const when = lesson.startsAt ? longMoment(lesson.startsAt, i18n.language) : t('teach.noTime')
  return (
    <header className={styles.head}>
      <div>
        <h2 className={styles.when}>{when}</h2>
        <p className={styles.length}>
          {t(lesson.isDual ? 'teach.dual' : 'teach.single', { count: lesson.lengthMin })}
        </p>
        {isAhead && (
          <div className={styles.ready}>
            <Readiness lesson={lesson} meId={meId} nowMs={nowMs} />
          </div>
        )}
      </div>
      <Enter lesson={lesson} entering={entering} />
    </header>
  )
}
