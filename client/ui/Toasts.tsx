import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button.tsx'
import { IconButton } from './IconButton.tsx'
import styles from './Toasts.module.css'
import { dismissToast, toastStore } from './toasts.ts'

/** Where notices appear; said once to screen readers. */
export const Toasts = () => {
  const { t } = useTranslation('app')
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.getSnapshot)
  return (
    <section className={styles.stack} aria-label={t('toast.region')} aria-live="polite">
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className={styles.toast}
          data-tone={toast.tone}
          role={toast.tone === 'problem' ? 'alert' : undefined}
        >
          <span>{toast.text}</span>
          {toast.undo && (
            <Button
              size="s"
              night
              onClick={() => {
                toast.undo?.()
                dismissToast(toast.id)
              }}
            >
              {t('undo')}
            </Button>
          )}
          <IconButton
            night
            icon="close"
            label={t('close')}
            onClick={() => dismissToast(toast.id)}
          />
        </div>
      ))}
    </section>
  )
}
