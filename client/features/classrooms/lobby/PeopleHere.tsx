import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '#client/ui/Icon.tsx'
import type { PresentPerson, Surface } from '#shared/classrooms/model.ts'
import type { Site } from '#shared/lessons/model.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import styles from './PeopleHere.module.css'

const icons: Readonly<Record<Surface, IconName>> = {
  console: 'people',
  screen: 'screen',
  phone: 'phone',
  observe: 'eye',
}

const Device = ({ person }: { readonly person: PresentPerson }) => {
  const { t } = useTranslation('classrooms')
  const { me } = useRoom()
  const isInLobby = person.role !== 'observer' && person.surface === 'observe'
  return (
    <li>
      <Icon name={isInLobby ? 'clock' : icons[person.surface]} />
      {person.name} {t(`role.${person.role}`)}
      {person.userId === me.userId && t('lobby.isYou')}
      <span>{t(isInLobby ? 'lobby.atDoor' : `lobby.surface.${person.surface}`)}</span>
    </li>
  )
}

/** Who has come, by site; nobody is invisible. */
export const PeopleHere = () => {
  const { t } = useTranslation('classrooms')
  const { lesson, state } = useRoom()
  const columns: readonly { readonly site: Site | null; readonly title: string }[] = [
    ...lesson.sites.map(({ site, school, className }) => ({
      site,
      title: `${school} ${className}`,
    })),
    { site: null, title: t('observers') },
  ]
  return (
    <section className={styles.people}>
      <h2>{t('lobby.here')}</h2>
      {columns.map(({ site, title }) => {
        const here = state.people.filter((person) => person.site === site)
        const teacher = lesson.sites.find((one) => one.site === site)?.teacher
        return (
          <div key={title} className={styles[site ?? 'none']}>
            <h3>{title}</h3>
            <ul>
              {here.map((person) => (
                <Device key={person.deviceId} person={person} />
              ))}
              {here.length === 0 && (
                <li className={styles.absent}>
                  {site ? t('lobby.notYet', { name: teacher?.name ?? title }) : t('lobby.noneYet')}
                </li>
              )}
            </ul>
          </div>
        )
      })}
    </section>
  )
}
