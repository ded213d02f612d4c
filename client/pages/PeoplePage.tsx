import { useTranslation } from 'react-i18next'
import { PeopleView } from '#client/features/accounts/index.ts'
import { Bar } from '#client/ui/Bar.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import type { Me } from '#shared/accounts/model.ts'
import { ForPerson } from './ForPerson.tsx'
import styles from './PeoplePage.module.css'

const People = ({ me }: { readonly me: Me }) => {
  const { t } = useTranslation('accounts')
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

/** Accounts and planning groups, for administrators; others are told whom to ask. */
export const PeoplePage = () => <ForPerson>{(me) => <People me={me} />}</ForPerson>
