import { lazy, Suspense, useState } from 'react'
import { HomeView } from '#client/features/lessons/index.ts'
import { present } from '#client/lib/errors/present.ts'
import { useMe } from '#client/lib/session/useSession.ts'
import { showToast } from '#client/ui/toasts.ts'
import { useEnterClassroom } from './useEnterClassroom.ts'

/** The form is only fetched by who makes a lesson: the day must be there at once. */
const NewLesson = lazy(() => import('./NewLesson.tsx').then((m) => ({ default: m.NewLesson })))

/** A teacher's day. */
export const HomePage = () => {
  const me = useMe()
  const [isMaking, setMaking] = useState(false)
  const enter = useEnterClassroom((thrown) => showToast(present(thrown), { tone: 'problem' }))
  if (!me) return null
  return (
    <>
      <HomeView
        me={me}
        onNew={() => setMaking(true)}
        onEnter={enter.mutate}
        isEntering={enter.isPending}
      />
      {isMaking && (
        <Suspense fallback={null}>
          <NewLesson me={me} onClose={() => setMaking(false)} />
        </Suspense>
      )}
    </>
  )
}
