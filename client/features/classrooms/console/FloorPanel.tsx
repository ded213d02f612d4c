import { useTranslation } from 'react-i18next'
import { Icon } from '#client/ui/Icon.tsx'
import { otherSite } from '#shared/lessons/model.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import { clockText } from '../room/clockText.ts'
import { schoolAt, shortSchool } from '../room/shortSchool.ts'
import { useSessionTime } from '../room/useSessionTime.ts'
import { FloorButton } from './FloorButton.tsx'
import styles from './FloorPanel.module.css'

/** Whose the floor is and since when, what is asked or offered, and the one button. */
export const FloorPanel = () => {
  const { t } = useTranslation('classrooms')
  const { state, lesson } = useRoom()
  const nowMs = useSessionTime(state)
  if (state.phase !== 'live' || lesson.sites.length < 2) return null
  const teacher = lesson.sites.find(({ site }) => site === state.floor)?.teacher
  const short = (site: typeof state.floor) => shortSchool(schoolAt(lesson, site))
  const note = state.floorRequest
    ? t('floor.asked', { school: short(state.floorRequest.site), name: state.floorRequest.by })
    : state.floorOffer &&
      t('floor.offered', {
        from: short(otherSite(state.floorOffer.to)),
        to: short(state.floorOffer.to),
      })
  return (
    <section className={styles.panel} aria-label={t('floor.title')}>
      <p className={styles.whose}>
        <Icon name="mic" />
        {t('floor.at')}
        <b className={styles[state.floor]}>
          {teacher
            ? t('floor.whose', { school: short(state.floor), name: teacher.name })
            : short(state.floor)}
        </b>
        <span className="num">{clockText(nowMs - state.floorSinceMs)}</span>
      </p>
      {note && (
        <p className={styles.note} role="status">
          {note}
        </p>
      )}
      <FloorButton />
    </section>
  )
}
