import { useTranslation } from 'react-i18next'
import { Icon } from '#client/ui/Icon.tsx'
import { useRoom } from '../room/ClassroomContext.ts'
import styles from './MediaNote.module.css'

/** What is missing for sound and picture, and that the lesson goes on without; nothing when all is well. */
export const MediaNote = ({ night = false }: { readonly night?: boolean }) => {
  const { t } = useTranslation('classrooms')
  const { media } = useRoom().state
  if (media === 'ready') return null
  return (
    <p className={`${styles.mediaNote} ${night ? styles.night : ''}`} role="status">
      <Icon name="cameraOff" />
      {t(`mediaNote.${media}`)}
    </p>
  )
}
