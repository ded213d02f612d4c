import { usePeople } from '#client/features/accounts/index.ts'
import { PlanTab } from '#client/features/plans/index.ts'
import type { Lesson } from '#shared/lessons/model.ts'

/** The plan, and whose colour each comment wears. It does not wait for the colleagues. */
export const LessonPlan = ({ lesson }: { readonly lesson: Lesson }) => {
  const { data } = usePeople()
  return <PlanTab lesson={lesson} {...(data && { people: data })} />
}
