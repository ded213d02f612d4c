import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet } from 'react-router'
import { Busy } from '../../ui/Busy.tsx'
import { Rail } from './Rail.tsx'
import styles from './ShellLayout.module.css'

/** Rail of places on the left (a bar of thumbs below on phones), the page beside it. */
export const ShellLayout = () => {
  const { t } = useTranslation('app')
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        {t('skip')}
      </a>
      <Rail />
      <div className={styles.page} id="main" tabIndex={-1}>
        <Suspense fallback={<Busy words={t('loading')} />}>
          <Outlet />
        </Suspense>
      </div>
    </div>
  )
}
