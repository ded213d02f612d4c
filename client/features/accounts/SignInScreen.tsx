import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Navigate, useNavigate, useSearchParams } from 'react-router'
import { present } from '#client/lib/errors/present.ts'
import { sessionQuery } from '#client/lib/session/useSession.ts'
import { Busy } from '#client/ui/Busy.tsx'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { Brand } from './Brand.tsx'
import { OneClock } from './OneClock.tsx'
import { ownPath } from './ownPath.ts'
import { SignInForm } from './SignInForm.tsx'
import styles from './SignInScreen.module.css'

/** The form, or why there is none yet. */
const Entrance = ({ next }: { readonly next: string }) => {
  const { t } = useTranslation('accounts')
  const navigate = useNavigate()
  const { data: session, error, refetch } = useQuery(sessionQuery)
  if (error && !session)
    return (
      <EmptyState
        title={t('signIn.unreachable')}
        text={present(error)}
        action={<Button onClick={() => void refetch()}>{t('signIn.retry')}</Button>}
      />
    )
  if (!session) return <Busy words={t('signIn.loading')} />
  if (session.me) return <Navigate to={next} replace />
  if (session.setupNeeded)
    return <EmptyState title={t('signIn.noSchool')} text={t('signIn.noSchoolText')} />
  return (
    <SignInForm
      school={session.school}
      hint={session.demoHint}
      onDone={() => void navigate(next, { replace: true })}
    />
  )
}

/** Left the form, right the product itself: one lesson on one clock. */
export const SignInScreen = () => {
  const { t } = useTranslation('accounts')
  const [search] = useSearchParams()
  return (
    <div className={styles.page}>
      <div className={styles.left}>
        <Brand />
        <main className={styles.main}>
          <Entrance next={ownPath(search.get('next'))} />
        </main>
        <footer className={styles.foot}>
          <p>{t('signIn.forgotten')}</p>
          <p>{t('signIn.where')}</p>
        </footer>
      </div>
      <section className={styles.right} aria-label={t('signIn.what')}>
        <div className={styles.say}>
          <p className={styles.tagline}>{t('signIn.tagline')}</p>
          <p className={styles.more}>{t('signIn.more')}</p>
        </div>
        <OneClock />
      </section>
    </div>
  )
}
