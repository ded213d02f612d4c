import type { Account, Org } from '#shared/accounts/model.ts'
import type { OrgId, UserId } from '#shared/ids.ts'
import { DisableAccount } from './DisableAccount.tsx'
import { EditAccount } from './EditAccount.tsx'
import { NewAccount } from './NewAccount.tsx'
import { NewOrg } from './NewOrg.tsx'
import type { PersonAct } from './PersonRow.tsx'
import { RenameOrg } from './RenameOrg.tsx'
import { ResetPassword } from './ResetPassword.tsx'

export type Asked =
  | { readonly kind: PersonAct; readonly account: Account }
  | { readonly kind: 'newAccount' | 'newOrg' }
  | { readonly kind: 'renameOrg'; readonly org: Org }

/** The one question that is open. */
export const PeopleDialogs = (props: {
  readonly asked: Asked
  readonly orgs: readonly Org[]
  /** The organisation shown, where new things begin. */
  readonly org: Org | undefined
  readonly meId: UserId
  readonly onClose: () => void
  readonly onOrg: (orgId: OrgId) => void
}) => {
  const { asked, orgs, org, onClose } = props
  switch (asked.kind) {
    case 'edit': {
      const isMe = asked.account.userId === props.meId
      return <EditAccount account={asked.account} orgs={orgs} isMe={isMe} onClose={onClose} />
    }
    case 'reset':
      return <ResetPassword account={asked.account} onClose={onClose} />
    case 'disable':
      return <DisableAccount account={asked.account} onClose={onClose} />
    case 'newAccount':
      return <NewAccount orgs={orgs} org={org} onClose={onClose} />
    case 'newOrg': {
      const show = ({ orgId }: Org): void => {
        onClose()
        props.onOrg(orgId)
      }
      return <NewOrg orgs={orgs} near={org} onClose={onClose} onMade={show} />
    }
    case 'renameOrg':
      return <RenameOrg org={asked.org} onClose={onClose} />
  }
}
