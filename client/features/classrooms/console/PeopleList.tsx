import { useTranslation } from 'react-i18next'
import { presentPeople } from '#shared/classrooms/consent.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import styles from './Console.module.css'

/** Everybody who is here, by name: nobody watches unseen. */
export const PeopleList = () => {
  const { t } = useTranslation('classrooms')
  const { state } = useRoom()
  const people = presentPeople(state)
  const watching = people.filter(({ role }) => role === 'observer')
  return (
    <section className={styles.people} aria-label={t('people')}>
      <h2>
        {t('people')}
        <span>{t('observing', { count: watching.length })}</span>
      </h2>
      <ul>
        {people.map((person) => (
          <li key={person.userId}>
            <i className={styles[person.site ?? 'none']} />
            {person.name}
            <span>{t(`role.${person.role}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
