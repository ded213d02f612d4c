import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import type { Account, Org } from '#shared/accounts/model.ts'
import type { OrgId } from '#shared/ids.ts'
import styles from './OrgNav.module.css'
import { orgTree, peopleIn } from './orgTree.ts'

const Place = (props: {
  readonly name: string
  readonly count: number
  readonly depth: number
  readonly isOn: boolean
  readonly onChoose: () => void
}) => (
  <li>
    <button
      type="button"
      className={styles.place}
      aria-pressed={props.isOn}
      data-depth={props.depth}
      onClick={props.onChoose}
    >
      <span className={styles.name}>{props.name}</span>
      <span className={`num ${styles.count}`}>{props.count}</span>
    </button>
  </li>
)

/** District, schools and groups with how many belong there; one of them narrows the table. */
export const OrgNav = (props: {
  readonly orgs: readonly Org[]
  readonly accounts: readonly Account[]
  readonly chosen: OrgId | null
  readonly onChoose: (orgId: OrgId | null) => void
  readonly onNew: () => void
}) => {
  const { t } = useTranslation('accounts')
  const { orgs, accounts, chosen, onChoose } = props
  return (
    <nav className={styles.nav} aria-label={t('people.places')}>
      <div className={styles.head}>
        <h2 className={styles.title}>{t('people.places')}</h2>
        <Button size="s" kind="quiet" icon="plus" onClick={props.onNew}>
          {t('people.newOrg')}
        </Button>
      </div>
      <ul>
        <Place
          name={t('people.everybody')}
          count={accounts.length}
          depth={0}
          isOn={chosen === null}
          onChoose={() => onChoose(null)}
        />
        {orgTree(orgs).map((org) => (
          <Place
            key={org.orgId}
            name={org.name}
            count={peopleIn(accounts, orgs, org.orgId).length}
            depth={org.depth}
            isOn={chosen === org.orgId}
            onChoose={() => onChoose(org.orgId)}
          />
        ))}
      </ul>
    </nav>
  )
}
