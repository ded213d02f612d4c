import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { StageSquares } from '../StageSquares.tsx'
import type { Home } from './Home.ts'
import styles from './HomeView.module.css'

/** One sentence, one action, and lessons to look at. */
export const EmptyDay = ({ home, onNew }: { readonly home: Home; readonly onNew: ReactNode }) => {
  const { t } = useTranslation('home')
  return (
    <div className={styles.empty}>
      <p className={styles.emptyTitle}>{t('empty.title')}</p>
      <p>{t('empty.text')}</p>
      <div className={styles.emptyActions}>{onNew}</div>
      {home.recent.length > 0 && (
        <>
          <h2>{t(home.sample ? 'empty.sample' : 'empty.recent')}</h2>
          <ul>
            {home.recent.map((lesson) => (
              <li key={lesson.lessonId}>
                <Link to={`/lessons/${lesson.lessonId}`}>{lesson.title}</Link>
                <StageSquares stage={lesson.stage} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
