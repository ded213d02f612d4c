import { useTranslation } from 'react-i18next'
import { Icon } from '#client/ui/Icon.tsx'
import { useRoom } from '../room/ClassroomContext.ts'
import styles from './Lobby.module.css'

/** What is missing for sound and picture, and that the lesson goes on without; nothing when all is well. */
export const MediaNote = () => {
  const { t } = useTranslation('classrooms')
  const { media } = useRoom().state
  if (media === 'ready') return null
  return (
    <p className={styles.mediaNote} role="status">
      <Icon name="cameraOff" />
      {t(`mediaNote.${media}`)}
    </p>
  )
}
