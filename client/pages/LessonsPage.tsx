import { lazy, Suspense, useState } from 'react'
import { LessonsView } from '#client/features/lessons/index.ts'
import { useMe } from '#client/lib/session/useSession.ts'

const NewLesson = lazy(() => import('./NewLesson.tsx').then((m) => ({ default: m.NewLesson })))

/** All lessons one may see. */
export const LessonsPage = () => {
  const me = useMe()
  const [isMaking, setMaking] = useState(false)
  if (!me) return null
  return (
    <>
      <LessonsView me={me} onNew={() => setMaking(true)} />
      {isMaking && (
        <Suspense fallback={null}>
          <NewLesson me={me} onClose={() => setMaking(false)} />
        </Suspense>
      )}
    </>
  )
}
