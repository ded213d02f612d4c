import { useTranslation } from 'react-i18next'
import { sumMinutes } from '#shared/plans/minutes.ts'
import { StepStrip, type StripStep } from '../../ui/StepStrip.tsx'

/** A lesson's planned minutes; with `labels` they and the titles stand below. */
export const LessonStrip = (props: {
  readonly steps: readonly StripStep[]
  readonly lengthMin: number
  readonly labels?: boolean
}) => {
  const { steps, lengthMin, labels = false } = props
  const { t } = useTranslation('lessons')
  const each = steps.map(({ title, minutes }) => t('steps.step', { title, minutes })).join(' ')
  return (
    <StepStrip
      steps={steps}
      lengthMin={lengthMin}
      size={labels ? 'below' : 's'}
      label={t('steps.label', { total: sumMinutes(steps), length: lengthMin, steps: each })}
    />
  )
}
