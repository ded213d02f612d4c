import { useTranslation } from 'react-i18next'
import type { Me } from '#shared/accounts/model.ts'
import { ActivityLine } from '../ActivityLine.tsx'
import { RemoveSample } from '../RemoveSample.tsx'
import { useWhen } from '../useWhen.ts'
import type { Home } from './Home.ts'
import styles from './HomeView.module.css'
import { WaitingList } from './WaitingList.tsx'

/** What waits for me, then what the group did. */
export const Side = ({
  home,
  me,
  nowMs,
}: {
  readonly home: Home
  readonly me: Me
  readonly nowMs: number
}) => {
  const { t } = useTranslation('home')
  const when = useWhen()
  return (
    <aside className={styles.side}>
      <section>
        <h2>
          {t('waiting.title')}
          {home.waiting.length > 0 && <span className="num">{home.waiting.length}</span>}
        </h2>
        <WaitingList waiting={home.waiting} nowMs={nowMs} />
      </section>
      <section>
        <h2>{t('activity')}</h2>
        <ul>
          {home.activity.slice(0, 5).map((activity) => (
            <ActivityLine
              key={activity.id}
              activity={activity}
              when={when(activity.at, nowMs)}
              withTitle
            />
          ))}
        </ul>
        {home.activity.length === 0 && <p className={styles.none}>{t('activityNone')}</p>}
        {home.sample && (
          <div className={styles.sample}>
            <p>{t('sample.note')}</p>
            {me.isAdmin && <RemoveSample />}
          </div>
        )}
      </section>
    </aside>
  )
}
