import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lesson } from '#shared/lessons/model.ts'
import { Busy } from '../../ui/Busy.tsx'
import type { KnownPerson } from './people.ts'

/** The editor is the largest part of the product and comes only with this tab. */
const PlanWorkspace = lazy(() =>
  import('./PlanWorkspace.tsx').then((module) => ({ default: module.PlanWorkspace })),
)

const NOBODY: readonly KnownPerson[] = []

/** 备课: a lesson's plan, written together. */
export const PlanTab = (props: {
  readonly lesson: Lesson
  /** Colleagues with their hues; a margin without them is only less colourful. */
  readonly people?: readonly KnownPerson[]
}) => {
  const { lesson, people = NOBODY } = props
  const { t } = useTranslation('plans')
  return (
    <Suspense fallback={<Busy words={t('opening')} />}>
      <PlanWorkspace key={lesson.planId} lesson={lesson} people={people} />
    </Suspense>
  )
}
