import { useTranslation } from 'react-i18next'
import { present } from '#client/lib/errors/present.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Account } from '#shared/accounts/model.ts'
import styles from './AccountFields.module.css'
import { useDisableAccount } from './peopleApi.ts'

/** Says what happens to the person and what stays. */
export const DisableAccount = (props: {
  readonly account: Account
  readonly onClose: () => void
}) => {
  const { t } = useTranslation('accounts')
  const { onClose } = props
  const { name, userId } = props.account
  const disable = useDisableAccount(userId)
  const confirm = (): void =>
    disable.mutate(undefined, {
      onSuccess: () => {
        onClose()
        showToast(t('people.disabled', { name }))
      },
    })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('people.disableTitle', { name })}
      description={t('people.disableText')}
      actions={
        <>
          <Button onClick={onClose}>{t('people.keepAccount')}</Button>
          <Button kind="ink" busy={disable.isPending} onClick={confirm}>
            {t('people.disable')}
          </Button>
        </>
      }
    >
      {disable.error && (
        <p className={styles.problem} role="alert">
          {present(disable.error)}
        </p>
      )}
    </Dialog>
  )
}
