import { useTranslation } from 'react-i18next'
import { showToast } from '../../../ui/toasts.ts'

/** Puts words into the clipboard and says whether it worked. */
export const useCopyWords = (): ((text: string) => Promise<void>) => {
  const { t } = useTranslation('plans')
  return async (text) => {
    try {
      await navigator.clipboard.writeText(text)
      showToast(t('tray.copied'))
    } catch {
      showToast(t('tray.notCopied'), { tone: 'problem' })
    }
  }
}
