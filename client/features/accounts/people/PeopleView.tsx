import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { present } from '#client/lib/errors/present.ts'
import { Busy } from '#client/ui/Busy.tsx'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import type { Account, Org } from '#shared/accounts/model.ts'
import type { OrgId, UserId } from '#shared/ids.ts'
import { findPeople, type PeopleFilter } from './findPeople.ts'
import { OrgNav } from './OrgNav.tsx'
import { PeopleDialogs } from './PeopleDialogs.tsx'
import { PeopleHead } from './PeopleHead.tsx'
import { PeopleTable } from './PeopleTable.tsx'
import styles from './PeopleView.module.css'
import { accountsQuery, orgsQuery } from './peopleApi.ts'
import { useAsked } from './useAsked.ts'

const everything: PeopleFilter = { orgId: null, words: '', kind: 'all' }

const Loaded = (props: {
  readonly meId: UserId
  readonly accounts: readonly Account[]
  readonly orgs: readonly Org[]
}) => {
  const { t } = useTranslation('accounts')
  const { accounts, orgs, meId } = props
  const [filter, setFilter] = useState(everything)
  const { asked, ask, close } = useAsked()
  const org = orgs.find(({ orgId }) => orgId === filter.orgId)
  const { shown, counts } = findPeople(accounts, orgs, filter)
  const narrow = (change: Partial<PeopleFilter>) => setFilter({ ...filter, ...change })
  const showOrg = (orgId: OrgId | null) => setFilter({ ...everything, orgId })
  const isNarrowed = filter.words !== '' || filter.kind !== 'all'
  return (
    <div className={styles.page}>
      <OrgNav
        orgs={orgs}
        accounts={accounts}
        chosen={filter.orgId}
        onChoose={showOrg}
        onNew={() => ask({ kind: 'newOrg' })}
      />
      <main className={styles.main}>
        <PeopleHead
          {...{ orgs, org, filter, counts }}
          onFilter={narrow}
          onOrg={showOrg}
          onAsk={ask}
        />
        {shown.length > 0 ? (
          <PeopleTable
            people={shown}
            meId={meId}
            onAct={(account, kind) => ask({ kind, account })}
          />
        ) : (
          <EmptyState
            title={t(isNarrowed ? 'people.noneFound' : 'people.noneHere')}
            text={t(isNarrowed ? 'people.noneFoundText' : 'people.noneHereText')}
            {...(isNarrowed && {
              action: <Button onClick={() => showOrg(filter.orgId)}>{t('people.showAll')}</Button>,
            })}
          />
        )}
      </main>
      {asked && <PeopleDialogs {...{ asked, orgs, org, meId }} onClose={close} onOrg={showOrg} />}
    </div>
  )
}

/** Everybody of the installation, where they belong, and what an administrator does about it. */
export const PeopleView = ({ meId }: { readonly meId: UserId }) => {
  const { t } = useTranslation('accounts')
  const accounts = useQuery(accountsQuery)
  const orgs = useQuery(orgsQuery)
  if (accounts.data && orgs.data)
    return <Loaded meId={meId} accounts={accounts.data} orgs={orgs.data} />
  const error = accounts.error ?? orgs.error
  const retry = (): void => {
    void accounts.refetch()
    void orgs.refetch()
  }
  return (
    <main className={styles.state}>
      {error ? (
        <EmptyState
          title={t('people.failed')}
          text={present(error)}
          action={<Button onClick={retry}>{t('signIn.retry')}</Button>}
        />
      ) : (
        <Busy words={t('people.loading')} />
      )}
    </main>
  )
}
