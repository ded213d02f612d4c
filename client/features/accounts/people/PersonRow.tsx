import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { present } from '#client/lib/errors/present.ts'
import { Avatar } from '#client/ui/Avatar.tsx'
import { IconButton } from '#client/ui/IconButton.tsx'
import { Menu, type MenuItem } from '#client/ui/Menu.tsx'
import { Tag } from '#client/ui/Tag.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Account } from '#shared/accounts/model.ts'
import { hasRights } from '#shared/accounts/rules.ts'
import type { UserId } from '#shared/ids.ts'
import styles from './PeopleTable.module.css'
import { PersonState } from './PersonState.tsx'
import { useEnableAccount } from './peopleApi.ts'

export type PersonAct = 'edit' | 'reset' | 'disable'

/** The row’s menu button, to which the focus returns. */
export const actsId = (userId: UserId): string => `acts-${userId}`

const useItems = (
  account: Account,
  isMe: boolean,
  onAct: (act: PersonAct) => void,
): readonly MenuItem[] => {
  const { t } = useTranslation('accounts')
  const navigate = useNavigate()
  const enable = useEnableAccount(account.userId)
  const item = (label: string, icon: 'pen' | 'lock' | 'close' | 'check', onSelect: () => void) =>
    ({ kind: 'action', label, icon, onSelect }) as const
  const edit = item(t('people.edit'), 'pen', () => onAct('edit'))
  if (isMe) return [edit, item(t('people.ownPassword'), 'lock', () => void navigate('/settings'))]
  const comeBack = (): void =>
    enable.mutate(undefined, {
      onSuccess: () => showToast(t('people.enabled', { name: account.name })),
      onError: (thrown) => showToast(present(thrown), { tone: 'problem' }),
    })
  return [
    edit,
    item(t('people.reset'), 'lock', () => onAct('reset')),
    { kind: 'line' },
    account.disabledAt
      ? item(t('people.enable'), 'check', comeBack)
      : item(t('people.disable'), 'close', () => onAct('disable')),
  ]
}

/** One person: who, how they sign in, where they belong with what right, and whether they may. */
export const PersonRow = (props: {
  readonly account: Account
  readonly isMe: boolean
  readonly onAct: (act: PersonAct) => void
}) => {
  const { t } = useTranslation('accounts')
  const { account, isMe } = props
  const items = useItems(account, isMe, props.onAct)
  return (
    <tr className={styles.row} data-disabled={account.disabledAt !== null}>
      <th scope="row">
        <div className={styles.person}>
          <Avatar name={account.name} hue={account.hue} size={24} />
          <span aria-hidden="true" className={styles.name}>
            {account.name}
          </span>
          {isMe && <span className={styles.quiet}>{t('people.me')}</span>}
          {account.isAdmin && <Tag tone="celadon">{t('roles.org_admin')}</Tag>}
          {account.isSample && <Tag>{t('people.sample')}</Tag>}
        </div>
      </th>
      <td className={styles.login}>{account.login}</td>
      <td className={styles.placesCell}>
        <ul className={styles.places}>
          {account.memberships.map(({ orgId, orgName, role }) => (
            <li key={orgId} className={styles.place}>
              {orgName}
              <Tag tone={hasRights(role) ? 'celadon' : 'plain'}>{t(`roles.${role}`)}</Tag>
            </li>
          ))}
        </ul>
      </td>
      <td className={styles.state}>
        <PersonState account={account} />
      </td>
      <td className={styles.menu}>
        <Menu
          align="end"
          items={items}
          trigger={
            <IconButton
              icon="more"
              id={actsId(account.userId)}
              label={t('people.menu', { name: account.name })}
            />
          }
        />
      </td>
    </tr>
  )
}
