import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/accounts/model.ts'
import styles from './PeopleTable.module.css'

/** Whether the person can sign in, and if not since or until when. */
export const PersonState = ({ account }: { readonly account: Account }) => {
  const { t, i18n } = useTranslation('accounts')
  const say = (instant: string, parts: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(i18n.language, parts).format(new Date(instant))
  if (account.disabledAt) {
    const date = say(account.disabledAt, { month: 'long', day: 'numeric' })
    return <>{t('people.disabledSince', { date })}</>
  }
  if (account.lockedUntil) {
    const time = say(account.lockedUntil, { hour: '2-digit', minute: '2-digit', hour12: false })
    return <span className={styles.locked}>{t('people.lockedUntil', { time })}</span>
  }
  return <>{t('people.active')}</>
}
