import { lazy, Suspense, useState } from 'react'
import { HomeView } from '#client/features/lessons/index.ts'
import { present } from '#client/lib/errors/present.ts'
import { showToast } from '#client/ui/toasts.ts'
import type { Me } from '#shared/accounts/model.ts'
import { ForPerson } from './ForPerson.tsx'
import { useEnterClassroom } from './useEnterClassroom.ts'

/** The form is only fetched by who makes a lesson: the day must be there at once. */
const NewLesson = lazy(() => import('./NewLesson.tsx').then((m) => ({ default: m.NewLesson })))

const Home = ({ me }: { readonly me: Me }) => {
  const [isMaking, setMaking] = useState(false)
  const enter = useEnterClassroom((thrown) => showToast(present(thrown), { tone: 'problem' }))
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

/** A teacher's day. */
export const HomePage = () => <ForPerson>{(me) => <Home me={me} />}</ForPerson>
