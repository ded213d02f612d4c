import { useTranslation } from 'react-i18next'
import { Avatar } from '#client/ui/Avatar.tsx'
import { Icon } from '#client/ui/Icon.tsx'
import type { Hue } from '#shared/accounts/model.ts'
import type { PresentPerson } from '#shared/classrooms/model.ts'
import type { Lesson, Site } from '#shared/lessons/model.ts'
import { faultsOf } from '#shared/lessons/rules.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import styles from './PeopleHere.module.css'

/** Their own hue where the lesson knows them; whoever only observes is ink. */
const hueOf = (lesson: Lesson, { userId }: PresentPerson): Hue | '' =>
  [...lesson.sites.flatMap(({ teacher }) => teacher ?? []), ...lesson.members].find(
    (one) => one.userId === userId,
  )?.hue ?? ''

const Device = ({ person }: { readonly person: PresentPerson }) => {
  const { t } = useTranslation('classrooms')
  const { me, lesson } = useRoom()
  const isInLobby = person.role !== 'observer' && person.surface === 'observe'
  const check = lesson.deviceChecks.find(({ userId }) => userId === person.userId)
  const place = t(isInLobby ? 'lobby.atDoor' : `lobby.surface.${person.surface}`)
  const verdict = check && isInLobby ? (faultsOf(check).length > 0 ? 'checkLook' : 'checked') : null
  return (
    <li>
      {person.surface === 'screen' ? (
        <Icon name="screen" size={28} />
      ) : (
        <Avatar name={person.name} hue={hueOf(lesson, person)} />
      )}
      <p>
        {person.name} {t(`role.${person.role}`)}
        {person.userId === me.userId && t('lobby.isYou')}
      </p>
      <span data-verdict={verdict ?? ''}>{verdict ? t(`lobby.${verdict}`) : place}</span>
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
