import { useTranslation } from 'react-i18next'
import { isRouteErrorResponse, useRouteError } from 'react-router'
import { ApiError } from '../lib/api/apiError.ts'
import { isMissingCode } from '../lib/code/loadCode.ts'
import { present } from '../lib/errors/present.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import styles from './ErrorScreen.module.css'
import { MissingCode } from './MissingCode.tsx'

/** A page that is not there, did not load, or whose code did not come. */
export const ErrorScreen = () => {
  const { t } = useTranslation('app')
  const error = useRouteError()
  const reload = (
    <Button kind="primary" onClick={() => location.reload()}>
      {t('error.reload')}
    </Button>
  )
  const home = <LinkButton to="/">{t('error.home')}</LinkButton>
  const state = (() => {
    const isMissing =
      !error ||
      (isRouteErrorResponse(error) && error.status === 404) ||
      (error instanceof ApiError && error.is('not-found'))
    if (isMissing)
      return { title: t('error.notFound'), text: t('error.notFoundText'), action: home }
    return {
      title: t('error.failed'),
      text: present(error),
      action: (
        <>
          {reload}
          {home}
        </>
      ),
    }
  })()
  return (
    <main className={styles.screen}>
      {isMissingCode(error) ? <MissingCode /> : <EmptyState {...state} />}
    </main>
  )
}
