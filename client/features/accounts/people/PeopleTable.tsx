import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/accounts/model.ts'
import type { UserId } from '#shared/ids.ts'
import styles from './PeopleTable.module.css'
import { type PersonAct, PersonRow } from './PersonRow.tsx'

/** People in rows; on phones each row folds into a block. */
export const PeopleTable = (props: {
  readonly people: readonly Account[]
  readonly meId: UserId
  readonly onAct: (account: Account, act: PersonAct) => void
}) => {
  const { t } = useTranslation('accounts')
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('people.name')}</th>
          <th scope="col">{t('people.login')}</th>
          <th scope="col">{t('people.places')}</th>
          <th scope="col">{t('people.state')}</th>
          <th scope="col">
            <span className="sr">{t('people.acts')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.people.map((account) => (
          <PersonRow
            key={account.userId}
            account={account}
            isMe={account.userId === props.meId}
            onAct={(act) => props.onAct(account, act)}
          />
        ))}
      </tbody>
    </table>
  )
}
