import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import type { Org } from '#shared/accounts/model.ts'
import { AccountFields } from './AccountFields.tsx'
import { emptyAccount } from './accountForm.ts'
import { PasswordSlip } from './PasswordSlip.tsx'
import { useCreateAccount } from './peopleApi.ts'
import { useAccountForm } from './useAccountForm.ts'

const FORM = 'new-account'

/** Name, login, places; then the first password, shown this once. */
export const NewAccount = (props: {
  readonly orgs: readonly Org[]
  /** Where the administrator stands now; the account begins there. */
  readonly org: Org | undefined
  readonly onClose: () => void
}) => {
  const { t } = useTranslation('accounts')
  const create = useCreateAccount()
  const fields = useAccountForm(emptyAccount(props.org), {
    error: create.error,
    send: ({ name, login, memberships }) => create.mutate({ name, login, memberships }),
  })
  const made = create.data
  return (
    <Dialog
      open
      onClose={props.onClose}
      size="m"
      title={made ? t('people.madeTitle', { name: made.account.name }) : t('people.newAccount')}
      actions={
        made ? undefined : (
          <>
            <Button onClick={props.onClose}>{t('people.cancel')}</Button>
            <Button type="submit" form={FORM} kind="primary" busy={create.isPending}>
              {t(create.isPending ? 'people.creating' : 'people.create')}
            </Button>
          </>
        )
      }
    >
      {made ? (
        <PasswordSlip account={made.account} password={made.password} onDone={props.onClose} />
      ) : (
        <AccountFields {...fields} id={FORM} orgs={props.orgs} withLogin />
      )}
    </Dialog>
  )
}
