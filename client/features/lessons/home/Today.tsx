import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import type { Me } from '#shared/accounts/model.ts'
import { longDate } from '../format.ts'
import { Day } from './Day.tsx'
import { EmptyDay } from './EmptyDay.tsx'
import type { Home } from './Home.ts'
import styles from './HomeView.module.css'
import { RecentLessons } from './RecentLessons.tsx'

type TodayProps = {
  readonly home: Home
  readonly me: Me
  readonly nowMs: number
  readonly onNew: () => void
  readonly onEnter: (lessonId: string) => void
  readonly isEntering: boolean
}

const MOST_RECENT = 3

/** The day's head and its lessons, or what to do with an empty one. */
export const Today = ({ home, me, nowMs, onNew, onEnter, isEntering }: TodayProps) => {
  const { t, i18n } = useTranslation('home')
  const isEmpty = home.next === null && home.today.length === 0
  // A day with one lesson or none leaves room for what was done before.
  const isQuiet = home.today.length <= 1
  const recent = home.recent
    .filter(({ lessonId }) => lessonId !== home.next?.lessonId)
    .slice(0, MOST_RECENT)
  const newLesson = (
    <Button
      size={isEmpty ? 'm' : 's'}
      kind={isEmpty ? 'primary' : 'outline'}
      icon="plus"
      onClick={onNew}
    >
      {t('newLesson')}
    </Button>
  )
  return (
    <section className={styles.today}>
      <div className={styles.head}>
        <h1>{t('today')}</h1>
        <span>{longDate(nowMs, i18n.language)}</span>
        {!isEmpty && newLesson}
      </div>
      {isEmpty ? (
        <EmptyDay home={home} onNew={newLesson} />
      ) : (
        <>
          {home.today.length === 0 && <p className={styles.free}>{t('free')}</p>}
          <Day
            next={home.next}
            today={home.today}
            meId={me.userId}
            nowMs={nowMs}
            onEnter={() => home.next && onEnter(home.next.lessonId)}
            isEntering={isEntering}
          />
          {isQuiet && <RecentLessons title={t('empty.recent')} lessons={recent} />}
        </>
      )}
    </section>
  )
}
