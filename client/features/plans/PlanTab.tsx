import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lesson } from '#shared/lessons/model.ts'
import { Busy } from '../../ui/Busy.tsx'

/** The editor is the largest part of the product and comes only with this tab. */
const PlanWorkspace = lazy(() =>
  import('./PlanWorkspace.tsx').then((module) => ({ default: module.PlanWorkspace })),
)

/** 备课: a lesson's plan, written together. */
export const PlanTab = ({ lesson }: { readonly lesson: Lesson }) => {
  const { t } = useTranslation('plans')
  return (
    <Suspense fallback={<Busy words={t('opening')} />}>
      <PlanWorkspace key={lesson.planId} lesson={lesson} />
    </Suspense>
  )
}
