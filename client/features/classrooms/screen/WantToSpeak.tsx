import { useTranslation } from 'react-i18next'
import { Icon } from '#client/ui/Icon.tsx'
import { useRoom } from '../room/ClassroomContext.ts'
import { clockText } from '../room/clockText.ts'
import { floorButton } from '../room/floorButton.ts'
import styles from './BigScreen.module.css'

/** 我们想说: the big screen's only control. While the floor is here it only says so. */
export const WantToSpeak = () => {
  const { t } = useTranslation('classrooms')
  const { state, me, lesson, send } = useRoom()
  const button = floorButton(state, me, lesson.sites.length > 1)
  if (!button) return null
  if (state.floor === me.site) return <p className={styles.ours}>{t('screen.ours')}</p>
  const time = button.sinceMs === null ? '' : clockText(button.sinceMs)
  return (
    <button
      type="button"
      className={styles.want}
      data-verb={button.verb}
      onClick={() => send(button.command)}
    >
      <Icon name={button.verb === 'withdraw' ? 'undo' : 'hand'} size={52} />
      {t(`screen.${button.verb}`, { time })}
    </button>
  )
}
