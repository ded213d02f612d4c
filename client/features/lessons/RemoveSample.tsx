import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { RemoveSampleDialog } from './later.ts'

/** Removes all that is invented, asked once. */
export const RemoveSample = () => {
  const { t } = useTranslation('home')
  const [isAsked, setAsked] = useState(false)
  return (
    <>
      <Button size="s" onClick={() => setAsked(true)}>
        {t('sample.remove')}
      </Button>
      {isAsked && (
        <Suspense fallback={null}>
          <RemoveSampleDialog onClose={() => setAsked(false)} />
        </Suspense>
      )}
    </>
  )
}
