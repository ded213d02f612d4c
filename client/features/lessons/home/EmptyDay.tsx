import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Home } from './Home.ts'
import styles from './HomeView.module.css'
import { RecentLessons } from './RecentLessons.tsx'

/** One sentence, one action, and lessons to look at. */
export const EmptyDay = ({ home, onNew }: { readonly home: Home; readonly onNew: ReactNode }) => {
  const { t } = useTranslation('home')
  return (
    <div className={styles.empty}>
      <p className={styles.emptyTitle}>{t('empty.title')}</p>
      <p>{t('empty.text')}</p>
      <div className={styles.emptyActions}>{onNew}</div>
      <RecentLessons
        title={t(home.sample ? 'empty.sample' : 'empty.recent')}
        lessons={home.recent}
      />
    </div>
  )
}
