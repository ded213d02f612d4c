import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { present } from '#client/lib/errors/present.ts'
import { Segmented } from '#client/ui/Segmented.tsx'
import { Select } from '#client/ui/Select.tsx'
import type { Org } from '#shared/accounts/model.ts'
import { mayStandBelow } from '#shared/accounts/rules.ts'
import type { OrgId } from '#shared/ids.ts'
import { OrgNameDialog } from './OrgNameDialog.tsx'
import { orgTree } from './orgTree.ts'
import { useCreateOrg } from './peopleApi.ts'

type NewKind = 'group' | 'school'

/** Where a new one most likely belongs: where the administrator stands, else the first school. */
const likelyParent = (places: readonly Org[], near: Org | undefined): Org | undefined =>
  places.find(({ orgId }) => orgId === near?.orgId || orgId === near?.parentId) ??
  places.find(({ kind, isSample }) => kind === 'school' && !isSample) ??
  places[0]

/** A planning group or a school, with its place. */
export const NewOrg = (props: {
  readonly orgs: readonly Org[]
  readonly near: Org | undefined
  readonly onClose: () => void
  readonly onMade: (org: Org) => void
}) => {
  const { t } = useTranslation('accounts')
  const [kind, setKind] = useState<NewKind>('group')
  const [chosen, setChosen] = useState<OrgId | null>(null)
  const create = useCreateOrg()
  const places = orgTree(props.orgs).filter((org) => mayStandBelow(kind, org.kind))
  const parent = places.find(({ orgId }) => orgId === chosen) ?? likelyParent(places, props.near)
  return (
    <OrgNameDialog
      title={t('people.newOrgTitle')}
      first=""
      verb={t('people.createOrg')}
      isBusy={create.isPending}
      problem={create.error && present(create.error)}
      onClose={props.onClose}
      onName={(name) =>
        parent && create.mutate({ kind, name, parentId: parent.orgId }, { onSuccess: props.onMade })
      }
    >
      <Segmented
        size="l"
        label={t('people.orgKind')}
        value={kind}
        options={(['group', 'school'] as const).map((value) => ({
          value,
          label: t(`people.kinds.${value}`),
        }))}
        onValue={setKind}
      />
      <Select
        label={t('people.below')}
        value={parent?.orgId ?? ''}
        options={places.map(({ orgId, name }) => ({ value: orgId, label: name }))}
        onValue={(orgId) => setChosen(places.find((org) => org.orgId === orgId)?.orgId ?? null)}
        {...(kind === 'group' ? { hint: t('people.belowHint') } : {})}
      />
    </OrgNameDialog>
  )
}
