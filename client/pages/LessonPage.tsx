import { type ComponentType, lazy } from 'react'
import { useParams } from 'react-router'
import { LessonFrame } from '#client/features/lessons/index.ts'
import { PlanGone } from '#client/features/plans/index.ts'
import type { Lesson, Stage } from '#shared/lessons/model.ts'

type Tab = ComponentType<{ readonly lesson: Lesson }>

/** Each tab comes with its own code: reading a plan must not wait for the player. */
const tabs: Readonly<Record<Stage, Tab>> = {
  plan: lazy(() => import('./LessonPlan.tsx').then((m) => ({ default: m.LessonPlan }))),
  teach: lazy(() => import('./TeachTab.tsx').then((m) => ({ default: m.TeachTab }))),
  study: lazy(() => import('./LessonStudy.tsx').then((m) => ({ default: m.LessonStudy }))),
  archive: lazy(() => import('./ArchiveTab.tsx').then((m) => ({ default: m.ArchiveTab }))),
}

const ShareButton: Tab = lazy(() =>
  import('#client/features/shares/index.ts').then((m) => ({ default: m.ShareButton })),
)

/** One lesson, its four stages as tabs. */
export const LessonPage = () => {
  const { lessonId = '', tab: asked } = useParams()
  return (
    <LessonFrame
      lessonId={lessonId}
      asked={asked}
      missing={<PlanGone />}
      share={(lesson) => <ShareButton lesson={lesson} />}
    >
      {(lesson, tab) => {
        const Content = tabs[tab]
        return <Content key={lesson.lessonId} lesson={lesson} />
      }}
    </LessonFrame>
  )
}
