import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { call } from '#client/lib/api/call.ts'
import { present } from '#client/lib/errors/present.ts'
import { sessionQuery } from '#client/lib/session/useSession.ts'
import { Busy } from '#client/ui/Busy.tsx'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { checkSetupLink } from '#shared/accounts/contract.ts'
import { Brand } from './Brand.tsx'
import { SampleContents } from './SampleContents.tsx'
import { SamplePeople } from './SamplePeople.tsx'
import { ServiceStates } from './ServiceStates.tsx'
import { type SetupDone, SetupForm } from './SetupForm.tsx'
import styles from './SetupScreen.module.css'
import { useBecome } from './useSignIn.ts'

/** In the fragment, so that the token reaches neither logs nor referrers. */
const tokenInUrl = (): string => location.hash.slice(1)

const useLink = (token: string) =>
  useQuery({
    queryKey: ['setup-link', token],
    queryFn: () => (token ? call(checkSetupLink, { body: { token } }) : { ok: false }),
    staleTime: Number.POSITIVE_INFINITY,
  })

const Frame = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.page}>
    <div className={styles.left}>
      <Brand />
      <main>{children}</main>
    </div>
    <aside className={styles.right}>
      <SampleContents />
      <ServiceStates />
    </aside>
  </div>
)

const EndedLink = () => {
  const { t } = useTranslation('accounts')
  const { data: session } = useQuery(sessionQuery)
  const hasSchool = session?.setupNeeded === false
  return (
    <EmptyState
      title={t('setup.ended')}
      text={t(hasSchool ? 'setup.endedDone' : 'setup.endedRestart')}
      action={
        hasSchool && (
          <LinkButton kind="primary" to="/sign-in">
            {t('signIn.title')}
          </LinkButton>
        )
      }
    />
  )
}

/** First run: one link, one page, then the sample's passwords once. */
export const SetupScreen = () => {
  const { t } = useTranslation('accounts')
  const [token] = useState(tokenInUrl)
  const [done, setDone] = useState<SetupDone | null>(null)
  const link = useLink(token)
  const navigate = useNavigate()
  const become = useBecome()
  const enter = (): void => void navigate('/', { replace: true })
  const finish = (result: SetupDone): void => {
    // The passwords are in memory only: the spent token leaves the address, nothing replaces it.
    history.replaceState(history.state, '', '/setup')
    become(result.me)
    if (result.samplePeople.length > 0) setDone(result)
    else enter()
  }
  if (done) return <SamplePeople people={done.samplePeople} onDone={enter} />
  if (link.error && !link.data)
    return (
      <Frame>
        <EmptyState
          title={t('signIn.unreachable')}
          text={present(link.error)}
          action={<Button onClick={() => void link.refetch()}>{t('signIn.retry')}</Button>}
        />
      </Frame>
    )
  if (!link.data)
    return (
      <Frame>
        <Busy words={t('setup.checking')} />
      </Frame>
    )
  if (!link.data.ok)
    return (
      <Frame>
        <EndedLink />
      </Frame>
    )
  return (
    <Frame>
      <h1 className={styles.title}>{t('setup.title')}</h1>
      <p className={styles.text}>{t('setup.text')}</p>
      <SetupForm token={token} onDone={finish} />
    </Frame>
  )
}
