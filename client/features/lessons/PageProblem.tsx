import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { ApiError } from '#client/lib/api/apiError.ts'
import { present } from '#client/lib/errors/present.ts'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import styles from './PageProblem.module.css'

/** A page whose facts did not come: what happened, and the one thing to do now. */
export const PageProblem = ({
  error,
  onRetry,
  missing,
}: {
  readonly error: unknown
  readonly onRetry: () => void
  /** Below the word that it is not there. */
  readonly missing?: ReactNode
}) => {
  const { t } = useTranslation('lessons')
  const { pathname } = useLocation()
  const is = (code: 'not-found' | 'not-signed-in') => error instanceof ApiError && error.is(code)
  if (is('not-found'))
    return (
      <div className={styles.page}>
        <EmptyState
          title={t('problem.notFound')}
          text={t('problem.notFoundText')}
          action={<LinkButton to="/lessons">{t('problem.toLessons')}</LinkButton>}
        />
        {missing}
      </div>
    )
  const signIn = `/sign-in?next=${encodeURIComponent(pathname)}`
  return (
    <div className={styles.page}>
      <EmptyState
        title={t(is('not-signed-in') ? 'problem.signedOut' : 'problem.failed')}
        text={present(error)}
        action={
          is('not-signed-in') ? (
            // A whole new page: what was read with the old session must not be shown again.
            <Button kind="primary" onClick={() => location.assign(signIn)}>
              {t('problem.signIn')}
            </Button>
          ) : (
            <Button onClick={onRetry}>{t('problem.retry')}</Button>
          )
        }
      />
    </div>
  )
}
