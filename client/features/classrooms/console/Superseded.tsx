import { useTranslation } from 'react-i18next'
import { deviceId } from '#client/lib/session/deviceId.ts'
import { Button } from '#client/ui/Button.tsx'
import { useRoom } from '../room/ClassroomContext.ts'
import styles from './Console.module.css'

/** Told to the page whose site a newer page took over: it watches, and can take it back. */
export const Superseded = (props: {
  readonly stream: MediaStream | null
  readonly onTakeOver: () => void
}) => {
  const { t } = useTranslation('classrooms')
  const { state, me } = useRoom()
  const mine = state.people.find((person) => person.deviceId === deviceId())
  const other = state.people.find(
    (person) => person.site === me.site && person.publishes && person.deviceId !== deviceId(),
  )
  if (!props.stream || !mine || mine.publishes || !other) return null
  return (
    <section className={styles.superseded} role="status">
      <h2>{t('superseded.title')}</h2>
      <p>{t('superseded.text')}</p>
      <Button night size="l" onClick={props.onTakeOver}>
        {t('superseded.takeOver')}
      </Button>
    </section>
  )
}
