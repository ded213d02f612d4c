import { useTranslation } from 'react-i18next'
import type { VersionId } from '#shared/ids.ts'
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
  const { mutateAsync, isPending } = useRestore(planId)
  const fail = (thrown: unknown) => showToast(present(thrown), { tone: 'problem' })
  const undo = (versionId: VersionId) => () =>
    void mutateAsync({ kind: 'version', versionId, label }).catch(fail)
  // Not by `mutate`'s own callbacks: they are not called once the dialog was drawn anew.
  const restore = async () => {
    try {
      const { before } = await mutateAsync(target)
      if (before) showToast(t('restored', { label }), { undo: undo(before.versionId) })
      else showToast(t('same'))
      onRestored()
    } catch (thrown) {
      fail(thrown)
    }
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('restoreTitle', { label })}
      description={t('restoreText')}
      actions={
        <>
          <Button onClick={onClose}>{t('keep')}</Button>
          <Button kind="primary" busy={isPending} onClick={() => void restore()}>
            {t('doRestore')}
          </Button>
        </>
      }
    />
  )
}
