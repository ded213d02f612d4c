import { useTranslation } from 'react-i18next'
import { present } from '#client/lib/errors/present.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { useRemoveSample } from './lessonsApi.ts'

/** Names what is lost; keeping it is the default. */
export const RemoveSampleDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation('home')
  const remove = useRemoveSample(() => {
    onClose()
    showToast(t('sample.removed'))
  })
  const confirm = (): void =>
    remove.mutate(undefined, {
      onError: (thrown) => showToast(present(thrown), { tone: 'problem' }),
    })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('sample.question')}
      description={t('sample.consequence')}
      actions={
        <>
          <Button onClick={onClose}>{t('sample.keep')}</Button>
          <Button kind="ink" busy={remove.isPending} onClick={confirm}>
            {t(remove.isPending ? 'sample.removing' : 'sample.remove')}
          </Button>
        </>
      }
    />
  )
}
