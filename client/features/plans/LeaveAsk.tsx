import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useBlocker } from 'react-router'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'

/** Words that are in this page alone are not left behind without being asked, wherever one goes. */
export const LeaveAsk = ({ isAlone }: { readonly isAlone: boolean }) => {
  const { t } = useTranslation('plans')
  const blocker = useBlocker(isAlone)
  useEffect(() => {
    if (!isAlone) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isAlone])
  // Stored meanwhile: nothing stands in the way any more.
  useEffect(() => {
    if (!isAlone && blocker.state === 'blocked') blocker.proceed()
  }, [isAlone, blocker])
  const stay = () => blocker.reset?.()
  return (
    <Dialog
      open={blocker.state === 'blocked'}
      onClose={stay}
      title={t('leave.title')}
      description={t('leave.text')}
      actions={
        <>
          <Button kind="ink" onClick={() => blocker.proceed?.()}>
            {t('leave.go')}
          </Button>
          <Button kind="primary" onClick={stay}>
            {t('leave.stay')}
          </Button>
        </>
      }
    />
  )
}
