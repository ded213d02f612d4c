import { useTranslation } from 'react-i18next'
import type { PlanVersion } from '#shared/plans/history.ts'
import { present } from '../../../lib/errors/present.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { showToast } from '../../../ui/toasts.ts'
import { useVersionName } from './useVersionName.ts'
import { useRestore } from './versionsApi.ts'

/** Asked once: what it does, that nothing is overwritten, and how it is taken back. */
export const RestoreDialog = (props: {
  readonly planId: string
  readonly version: PlanVersion
  readonly onClose: () => void
  readonly onRestored: () => void
}) => {
  const { planId, version, onClose, onRestored } = props
  const { t } = useTranslation('history')
  const label = useVersionName()(version)
  const { mutate, mutateAsync, isPending } = useRestore(planId)
  const fail = (thrown: unknown) => showToast(present(thrown), { tone: 'problem' })
  const restore = () =>
    mutate(version.versionId, {
      onSuccess: ({ before }) => {
        if (before)
          showToast(t('restored', { label }), {
            undo: () => void mutateAsync(before.versionId).catch(fail),
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
