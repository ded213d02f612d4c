import { useNavigate } from 'react-router'
import { usePeople } from '#client/features/accounts/index.ts'
import { LessonDialog } from '#client/features/lessons/index.ts'
import type { Me } from '#shared/accounts/model.ts'

/** The form for a new lesson; when it is made its plan opens. */
export const NewLesson = ({ me, onClose }: { readonly me: Me; readonly onClose: () => void }) => {
  const navigate = useNavigate()
  const people = usePeople()
  return (
    <LessonDialog
      lesson={null}
      me={me}
      people={people.data ?? [me]}
      onClose={onClose}
      onDone={({ lessonId }) => void navigate(`/lessons/${lessonId}/plan`)}
    />
  )
}
