import { useTranslation } from 'react-i18next'
import { PeopleView } from '#client/features/accounts/index.ts'
import { useMe } from '#client/lib/session/useSession.ts'
import { Bar } from '#client/ui/Bar.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import styles from './PeoplePage.module.css'

/** Accounts and planning groups, for administrators; others are told whom to ask. */
export const PeoplePage = () => {
  const { t } = useTranslation('accounts')
  const me = useMe()
  if (!me) return null
  return (
    <>
      <Bar left={<span className={styles.place}>{t('people.title')}</span>} />
      {me.isAdmin ? (
        <PeopleView meId={me.userId} />
      ) : (
        <main className={styles.state}>
          <h1 className="sr">{t('people.title')}</h1>
          <EmptyState
            title={t('people.adminsOnly')}
            text={t('people.adminsOnlyText')}
            action={<LinkButton to="/">{t('people.home')}</LinkButton>}
          />
        </main>
      )}
    </>
  )
}
