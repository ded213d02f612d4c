import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import {
  ChangePassword,
  LanguageSwitch,
  ServiceStates,
  useHealth,
  useSignOut,
} from '#client/features/accounts/index.ts'
import { IfSample, LessonName } from '#client/features/lessons/index.ts'
import { Avatar } from '#client/ui/Avatar.tsx'
import { Bar } from '#client/ui/Bar.tsx'
import { Button } from '#client/ui/Button.tsx'
import { Tag } from '#client/ui/Tag.tsx'
import type { Me } from '#shared/accounts/model.ts'
import { ForPerson } from './ForPerson.tsx'
import styles from './SettingsPage.module.css'

/** What waits on this device, with the recorder's store: neither is needed to change a password. */
const OnThisDevice = lazy(async () => {
  const [{ Leftovers }, { listLeftovers, uploadNow }] = await Promise.all([
    import('#client/features/recordings/index.ts'),
    import('#client/lib/recorder/index.ts'),
  ])
  const store = { list: listLeftovers, sendNow: uploadNow }
  return {
    default: () => <Leftovers store={store} name={(lesson) => <LessonName {...lesson} />} />,
  }
})

const Account = ({ me }: { readonly me: Me }) => {
  const { t } = useTranslation('accounts')
  const signOut = useSignOut()
  return (
    <section className={styles.row}>
      <h2>{t('settings.account')}</h2>
      <div className={styles.content}>
        <div className={styles.person}>
          <Avatar name={me.name} hue={me.hue} size={44} />
          <div>
            <p className={styles.name} aria-hidden="true">
              {me.name}
            </p>
            <p className={styles.note}>{t('settings.login', { login: me.login })}</p>
          </div>
        </div>
        <ul className={styles.places}>
          {me.memberships.map(({ orgId, orgName, role }) => (
            <li key={orgId}>
              {orgName} <Tag>{t(`roles.${role}`)}</Tag>
            </li>
          ))}
        </ul>
        <Button busy={signOut.isPending} onClick={() => signOut.mutate()}>
          {t('settings.signOut')}
        </Button>
      </div>
    </section>
  )
}

const Settings = ({ me }: { readonly me: Me }) => {
  const { t } = useTranslation('accounts')
  const { t: tRecordings } = useTranslation('recordings')
  const { data: health } = useHealth()
  return (
    <>
      <Bar left={<span className={styles.place}>{t('settings.title')}</span>} />
      <main className={styles.page}>
        <h1 className="sr">{t('settings.title')}</h1>
        <Account me={me} />
        <section className={styles.row}>
          <h2>{t('ownPassword.title')}</h2>
          <div className={styles.content}>
            <ChangePassword login={me.login} />
          </div>
        </section>
        <section className={styles.row}>
          <h2>{t('language.label')}</h2>
          <div className={styles.content}>
            <LanguageSwitch />
            <p className={styles.note}>{t('settings.languageNote')}</p>
          </div>
        </section>
        <section className={styles.row} id="device">
          <h2>{tRecordings('leftovers.title')}</h2>
          <div className={styles.content}>
            <Suspense fallback={null}>
              <OnThisDevice />
            </Suspense>
          </div>
        </section>
        <section className={styles.row}>
          <h2>{t('settings.services')}</h2>
          <div className={styles.content}>
            <ServiceStates />
            {health && (
              <p className={styles.note}>{t('settings.version', { version: health.version })}</p>
            )}
          </div>
        </section>
        {me.isAdmin && (
          <IfSample>
            {(remove) => (
              <section className={styles.row}>
                <h2>{t('settings.sample')}</h2>
                <div className={styles.content}>
                  <p className={styles.note}>{t('settings.sampleNote')}</p>
                  {remove}
                </div>
              </section>
            )}
          </IfSample>
        )}
      </main>
    </>
  )
}

/** Oneself, the language, and for administrators the installation. */
export const SettingsPage = () => <ForPerson>{(me) => <Settings me={me} />}</ForPerson>
