import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { Icon } from '#client/ui/Icon.tsx'
import { Segmented } from '#client/ui/Segmented.tsx'
import { Select } from '#client/ui/Select.tsx'
import type { Org } from '#shared/accounts/model.ts'
import type { OrgId } from '#shared/ids.ts'
import { type PeopleFilter, type PeopleKind, peopleKinds } from './findPeople.ts'
import { orgTree } from './orgTree.ts'
import type { Asked } from './PeopleDialogs.tsx'
import styles from './PeopleHead.module.css'

type HeadProps = {
  readonly orgs: readonly Org[]
  readonly org: Org | undefined
  readonly filter: PeopleFilter
  readonly counts: Readonly<Record<PeopleKind, number>>
  readonly onFilter: (change: Partial<PeopleFilter>) => void
  readonly onOrg: (orgId: OrgId | null) => void
  readonly onAsk: (asked: Asked) => void
}

/** Where there is no room for the list of places at the side: the same choice in one line. */
const NarrowPlaces = ({ orgs, org, onOrg, onAsk }: HeadProps) => {
  const { t } = useTranslation('accounts')
  return (
    <div className={styles.narrow}>
      <Select
        label={t('people.places')}
        value={org?.orgId ?? ''}
        options={[
          { value: '', label: t('people.everybody') },
          ...orgTree(orgs).map(({ orgId, name }) => ({ value: orgId, label: name })),
        ]}
        onValue={(value) => onOrg(orgs.find(({ orgId }) => orgId === value)?.orgId ?? null)}
      />
      <Button size="l" icon="plus" onClick={() => onAsk({ kind: 'newOrg' })}>
        {t('people.newOrg')}
      </Button>
    </div>
  )
}

const Search = ({ filter, onFilter }: HeadProps) => {
  const { t } = useTranslation('accounts')
  const id = useId()
  return (
    <div className={styles.search}>
      <label htmlFor={id} className="sr">
        {t('people.search')}
      </label>
      <Icon name="search" size={18} />
      <input
        id={id}
        type="search"
        autoComplete="off"
        placeholder={t('people.search')}
        value={filter.words}
        onChange={(event) => onFilter({ words: event.target.value })}
      />
    </div>
  )
}

/** Whose people these are, how many, and the ways to narrow them. */
export const PeopleHead = (props: HeadProps) => {
  const { t } = useTranslation('accounts')
  const { org, filter, counts, onFilter, onAsk } = props
  return (
    <>
      <NarrowPlaces {...props} />
      <div className={styles.head}>
        <h1 className={styles.title}>{org?.name ?? t('people.title')}</h1>
        <p className={styles.count}>{t('people.count', { count: counts.all })}</p>
        {org && (
          <Button
            size="s"
            kind="quiet"
            icon="pen"
            onClick={() => onAsk({ kind: 'renameOrg', org })}
          >
            {t('people.rename')}
          </Button>
        )}
        <span className={styles.new}>
          <Button kind="primary" icon="plus" onClick={() => onAsk({ kind: 'newAccount' })}>
            {t('people.newAccount')}
          </Button>
        </span>
      </div>
      <div className={styles.filters}>
        <Segmented
          label={t('people.which')}
          value={filter.kind}
          options={peopleKinds.map((value) => ({
            value,
            label: t(`people.filter.${value}`),
            count: counts[value],
          }))}
          onValue={(kind) => onFilter({ kind })}
        />
        <Search {...props} />
      </div>
    </>
  )
}
