import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { Checkbox } from '#client/ui/Checkbox.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Account, Org } from '#shared/accounts/model.ts'
import { AccountFields } from './AccountFields.tsx'
import { formOf } from './accountForm.ts'
import { useUpdateAccount } from './peopleApi.ts'
import { useAccountForm } from './useAccountForm.ts'

const FORM = 'edit-account'

/** Name, places and the right to manage; open pages of the person follow at once. */
export const EditAccount = (props: {
  readonly account: Account
  readonly orgs: readonly Org[]
  readonly isMe: boolean
  readonly onClose: () => void
}) => {
  const { t } = useTranslation('accounts')
  const { account, isMe, onClose } = props
  const held = formOf(account)
  const update = useUpdateAccount(account.userId)
  const fields = useAccountForm(held, {
    error: update.error,
    send: ({ name, memberships, isAdmin }) =>
      update.mutate(
        { name, memberships, ...(isMe ? {} : { isAdmin }) },
        {
          onSuccess: () => {
            onClose()
            showToast(t('people.changed', { name }))
          },
        },
      ),
  })
  return (
    <Dialog
      open
      onClose={onClose}
      size="m"
      title={t('people.editTitle', { name: account.name })}
      description={t('settings.login', { login: account.login })}
      actions={
        <>
          <Button onClick={onClose}>{t('people.cancel')}</Button>
          <Button type="submit" form={FORM} kind="primary" busy={update.isPending}>
            {t(update.isPending ? 'people.saving' : 'people.save')}
          </Button>
        </>
      }
    >
      <AccountFields {...fields} id={FORM} orgs={props.orgs} held={held.memberships}>
        <Checkbox
          label={t('people.admin')}
          hint={t(isMe ? 'people.adminOwn' : 'people.adminHint')}
          checked={fields.form.isAdmin}
          disabled={isMe}
          onChecked={(isAdmin) => fields.onChange({ isAdmin })}
        />
      </AccountFields>
    </Dialog>
  )
}
