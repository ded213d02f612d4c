import { useTranslation } from 'react-i18next'
import { present } from '../../../lib/errors/present.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { showToast } from '../../../ui/toasts.ts'
import { type Restorable, useRestore } from './versionsApi.ts'

/** Asked once: what it does, that nothing is overwritten, and how it is taken back. */
export const RestoreDialog = (props: {
  readonly planId: string
  readonly target: Restorable
  readonly onClose: () => void
  readonly onRestored: () => void
}) => {
  const { planId, target, onClose, onRestored } = props
  const { t } = useTranslation('history')
  const { label } = target
  const { mutate, mutateAsync, isPending } = useRestore(planId)
  const fail = (thrown: unknown) => showToast(present(thrown), { tone: 'problem' })
  const restore = () =>
    mutate(target, {
      onSuccess: ({ before }) => {
        if (before)
          showToast(t('restored', { label }), {
            undo: () =>
              void mutateAsync({ kind: 'version', versionId: before.versionId, label }).catch(fail),
          })
        else showToast(t('same'))
        onRestored()
      },
      onError: fail,
    })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('restoreTitle', { label })}
      description={t('restoreText')}
      actions={
        <>
          <Button onClick={onClose}>{t('keep')}</Button>
          <Button kind="primary" busy={isPending} onClick={restore}>
            {t('doRestore')}
          </Button>
        </>
      }
    />
  )
}
