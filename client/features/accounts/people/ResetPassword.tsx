import { useTranslation } from 'react-i18next'
import { present } from '#client/lib/errors/present.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import type { Account } from '#shared/accounts/model.ts'
import styles from './AccountFields.module.css'
import { PasswordSlip } from './PasswordSlip.tsx'
import { useResetPassword } from './peopleApi.ts'

/** Says what ends with the old password; then shows the new one, this once. */
export const ResetPassword = (props: {
  readonly account: Account
  readonly onClose: () => void
}) => {
  const { t } = useTranslation('accounts')
  const { account, onClose } = props
  const { name } = account
  const reset = useResetPassword(account.userId)
  if (reset.data)
    return (
      <Dialog open onClose={onClose} size="m" title={t('people.resetDone', { name })}>
        <PasswordSlip account={account} password={reset.data.password} onDone={onClose} />
      </Dialog>
    )
  return (
    <Dialog
      open
      onClose={onClose}
      size="m"
      title={t('people.resetTitle', { name })}
      description={t('people.resetText')}
      actions={
        <>
          <Button onClick={onClose}>{t('people.keepPassword')}</Button>
          <Button kind="ink" busy={reset.isPending} onClick={() => reset.mutate(undefined)}>
            {t('people.reset')}
          </Button>
        </>
      }
    >
      {reset.error && (
        <p className={styles.problem} role="alert">
          {present(reset.error)}
        </p>
      )}
    </Dialog>
  )
}
