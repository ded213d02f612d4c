import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import type { Me } from '#shared/accounts/model.ts'
import { longDate } from '../format.ts'
import { Day } from './Day.tsx'
import { EmptyDay } from './EmptyDay.tsx'
import type { Home } from './Home.ts'
import styles from './HomeView.module.css'

type TodayProps = {
  readonly home: Home
  readonly me: Me
  readonly nowMs: number
  readonly onNew: () => void
  readonly onEnter: (lessonId: string) => void
  readonly isEntering: boolean
}

/** The day's head and its lessons, or what to do with an empty one. */
export const Today = ({ home, me, nowMs, onNew, onEnter, isEntering }: TodayProps) => {
  const { t, i18n } = useTranslation('home')
  const isEmpty = home.next === null && home.today.length === 0
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
        </>
      )}
    </section>
  )
}
