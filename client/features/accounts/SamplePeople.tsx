import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import styles from './SamplePeople.module.css'
import type { SetupDone } from './SetupForm.tsx'

/** The sample's passwords, this once: to be printed or written down before going on. */
export const SamplePeople = ({
  people,
  onDone,
}: {
  readonly people: SetupDone['samplePeople']
  readonly onDone: () => void
}) => {
  const { t } = useTranslation('accounts')
  return (
    <main className={styles.page}>
      <h1 className={styles.title}>{t('passwords.title')}</h1>
      <p className={styles.text}>{t('passwords.text')}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('passwords.name')}</th>
            <th scope="col">{t('passwords.part')}</th>
            <th scope="col">{t('passwords.login')}</th>
            <th scope="col">{t('passwords.password')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.login}>
              <th scope="row">{person.name}</th>
              <td>{person.part}</td>
              <td className={styles.code}>{person.login}</td>
              <td className={styles.code}>{person.password}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={styles.actions}>
        <Button kind="primary" size="l" onClick={onDone}>
          {t('passwords.enter')}
        </Button>
        <Button size="l" icon="print" onClick={() => window.print()}>
          {t('passwords.print')}
        </Button>
        <span className={styles.text}>{t('passwords.note')}</span>
      </div>
    </main>
  )
}
