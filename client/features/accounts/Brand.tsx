import { useTranslation } from 'react-i18next'
import styles from './Brand.module.css'
import { LanguageSwitch } from './LanguageSwitch.tsx'

/** The head of the pages before one is signed in: mark, name, language. */
export const Brand = () => {
  const { t } = useTranslation('app')
  return (
    <header className={styles.brand}>
      <span className={styles.mark} aria-hidden="true">
        {t('mark')}
      </span>
      <span>{t('name')}</span>
      <span className={styles.end}>
        <LanguageSwitch />
      </span>
    </header>
  )
}
