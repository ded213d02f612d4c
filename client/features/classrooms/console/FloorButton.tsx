import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '#client/ui/Icon.tsx'
import { useRoom } from '../room/ClassroomContext.ts'
import { clockText } from '../room/clockText.ts'
import { type FloorVerb, floorButton } from '../room/floorButton.ts'
import { schoolAt, shortSchool } from '../room/shortSchool.ts'
import styles from './FloorPanel.module.css'

const icons: Readonly<Record<FloorVerb, IconName>> = {
  offer: 'arrowRight',
  grant: 'arrowRight',
  take: 'check',
  reclaim: 'mic',
  request: 'hand',
  withdraw: 'undo',
}

/** 60 px, its verb by what can be done now; the same button on console, phone and by the key H. */
export const FloorButton = () => {
  const { t } = useTranslation('classrooms')
  const { state, me, lesson, send } = useRoom()
  const button = floorButton(state, me, lesson.sites.length > 1)
  if (!button) return null
  const words = t(`floor.${button.verb}`, {
    school: shortSchool(schoolAt(lesson, button.site)),
    time: button.sinceMs === null ? '' : clockText(button.sinceMs),
  })
  return (
    <button
      type="button"
      className={`${styles.button} ${styles[button.site]}`}
      data-verb={button.verb}
      onClick={() => send(button.command)}
    >
      <Icon name={icons[button.verb]} />
      {words}
    </button>
  )
}
