import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { present } from '#client/lib/errors/present.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { useRemoveSample } from './lessonsApi.ts'

/** Removes all that is invented, asked once. */
export const RemoveSample = () => {
  const { t } = useTranslation('home')
  const [isAsked, setAsked] = useState(false)
  const remove = useRemoveSample()
  const confirm = (): void =>
    remove.mutate(undefined, {
      onSuccess: () => {
        setAsked(false)
        showToast(t('sample.removed'))
      },
      onError: (thrown) => showToast(present(thrown), { tone: 'problem' }),
    })
  return (
    <>
      <Button size="s" onClick={() => setAsked(true)}>
        {t('sample.remove')}
      </Button>
      <Dialog
        open={isAsked}
        onClose={() => setAsked(false)}
        title={t('sample.question')}
        description={t('sample.consequence')}
        actions={
          <>
            <Button onClick={() => setAsked(false)}>{t('sample.keep')}</Button>
            <Button kind="ink" busy={remove.isPending} onClick={confirm}>
              {t(remove.isPending ? 'sample.removing' : 'sample.remove')}
            </Button>
          </>
        }
      />
    </>
  )
}
