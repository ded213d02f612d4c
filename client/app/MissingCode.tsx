import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { readHealth } from '#shared/health/contract.ts'
import { call } from '../lib/api/call.ts'
import { Busy } from '../ui/Busy.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'

const ASK_EVERY_MS = 3_000

/** Whether the server answers; null until that is known. A page that was waiting for it begins anew. */
const useServerAnswers = (): boolean | null => {
  const [answers, setAnswers] = useState<boolean | null>(null)
  useEffect(() => {
    let wasAway = false
    const ask = async (): Promise<void> => {
      const isHere = await call(readHealth, {}).then(
        () => true,
        () => false,
      )
      if (isHere && wasAway) location.reload()
      wasAway ||= !isHere
      setAnswers(isHere)
    }
    void ask()
    const timer = setInterval(() => void ask(), ASK_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return answers
}

/** The code of this page did not come: the server is away and it is waited for, or there is a newer build. */
export const MissingCode = () => {
  const { t } = useTranslation('app')
  const navigate = useNavigate()
  const answers = useServerAnswers()
  if (answers === null) return <Busy words={t('loading')} />
  if (answers)
    return (
      <EmptyState
        title={t('error.outdated')}
        text={t('error.outdatedText')}
        action={
          <Button kind="primary" onClick={() => location.reload()}>
            {t('error.reload')}
          </Button>
        }
      />
    )
  return (
    <EmptyState
      title={t('error.away')}
      text={t('error.awayText')}
      action={
        <Button kind="primary" onClick={() => void navigate(-1)}>
          {t('error.goBack')}
        </Button>
      }
    />
  )
}
