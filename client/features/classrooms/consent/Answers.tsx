import { useTranslation } from 'react-i18next'
import { consentWaitsFor, presentPeople } from '#shared/classrooms/consent.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import styles from './ConsentSheet.module.css'

/** Who has answered and who is waited for, everybody by name. */
export const Answers = () => {
  const { t } = useTranslation('classrooms')
  const { state, me } = useRoom()
  const waited = consentWaitsFor(state)
  return (
    <ul className={styles.people}>
      {presentPeople(state).map((person) => {
        const isMe = person.userId === me.userId
        const isWaited = waited.some(({ userId }) => userId === person.userId)
        const answer = state.recording.answers[person.userId] ?? 'none'
        return (
          <li key={person.userId}>
            <i className={styles[person.site ?? 'none']} />
            {person.name} {isMe ? t('you') : t(`role.${person.role}`)}
            <span className={isWaited ? styles.waited : undefined}>
              {isWaited && person.role !== 'observer'
                ? t(isMe ? 'consent.waitsForYou' : 'consent.waits')
                : t(`consent.answer.${answer}`)}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
