import { lazy, Suspense, useState } from 'react'
import { LessonsView } from '#client/features/lessons/index.ts'
import type { Me } from '#shared/accounts/model.ts'
import { ForPerson } from './ForPerson.tsx'

const NewLesson = lazy(() => import('./NewLesson.tsx').then((m) => ({ default: m.NewLesson })))

const Lessons = ({ me }: { readonly me: Me }) => {
  const [isMaking, setMaking] = useState(false)
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

/** All lessons one may see. */
export const LessonsPage = () => <ForPerson>{(me) => <Lessons me={me} />}</ForPerson>
