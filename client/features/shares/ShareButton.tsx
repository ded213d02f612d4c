import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '#client/ui/Dialog.tsx'
import { IconButton } from '#client/ui/IconButton.tsx'
import type { Lesson } from '#shared/lessons/model.ts'
import { SharePanel } from './SharePanel.tsx'

/** The QR button in a lesson's bar. */
export const ShareButton = ({ lesson }: { readonly lesson: Lesson }) => {
  const { t } = useTranslation('shares')
  const [isOpen, setOpen] = useState(false)
  if (!lesson.abilities.includes('share')) return null
  return (
    <>
      <IconButton icon="qr" label={t('open')} onClick={() => setOpen(true)} />
      <Dialog
        open={isOpen}
        onClose={() => setOpen(false)}
        size="m"
        title={t('title')}
        description={t('intro')}
      >
        <SharePanel lesson={lesson} />
      </Dialog>
    </>
  )
}
