import { useTranslation } from 'react-i18next'
import { present } from '#client/lib/errors/present.ts'
import type { Org } from '#shared/accounts/model.ts'
import { OrgNameDialog } from './OrgNameDialog.tsx'
import { useRenameOrg } from './peopleApi.ts'

/** Another name; who belongs there stays. */
export const RenameOrg = ({
  org,
  onClose,
}: {
  readonly org: Org
  readonly onClose: () => void
}) => {
  const { t } = useTranslation('accounts')
  const rename = useRenameOrg()
  return (
    <OrgNameDialog
      title={t('people.renameTitle', { name: org.name })}
      first={org.name}
      verb={t('people.save')}
      isBusy={rename.isPending}
      problem={rename.error && present(rename.error)}
      onClose={onClose}
      onName={(name) => rename.mutate({ orgId: org.orgId, name }, { onSuccess: onClose })}
    />
  )
}
