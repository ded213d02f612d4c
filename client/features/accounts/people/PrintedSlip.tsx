import { useEffect } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import styles from './PrintedSlip.module.css'

/** The strip of paper a teacher gets. While it is there, printing prints it and nothing else. */
export const PrintedSlip = (props: {
  readonly account: { readonly name: string; readonly login: string }
  readonly password: string
}) => {
  const { t } = useTranslation('accounts')
  useEffect(() => {
    document.body.dataset.printsSlip = ''
    return () => {
      delete document.body.dataset.printsSlip
    }
  }, [])
  return createPortal(
    <div className={styles.sheet}>
      <p className={styles.name}>{props.account.name}</p>
      <dl className={styles.facts}>
        <dt>{t('people.address')}</dt>
        <dd>{location.origin}</dd>
        <dt>{t('people.login')}</dt>
        <dd>{props.account.login}</dd>
        <dt>{t('people.password')}</dt>
        <dd className={styles.password}>{props.password}</dd>
      </dl>
      <p>{t('people.slipNote')}</p>
    </div>,
    document.body,
  )
}
