import { usePeople } from '#client/features/accounts/index.ts'
import { TeachView } from '#client/features/lessons/index.ts'
import { useMe } from '#client/lib/session/useSession.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import { LessonRecordings } from './LessonRecordings.tsx'
import { useEnterClassroom } from './useEnterClassroom.ts'

/** Everything the lesson needs before its bell, and what is left of earlier ones. */
export const TeachTab = ({ lesson }: { readonly lesson: Lesson }) => {
  const me = useMe()
  const people = usePeople()
  const { mutate, isPending, error } = useEnterClassroom()
  if (!me) return null
  return (
    <TeachView
      lesson={lesson}
      me={me}
      people={people.data ?? [me]}
      entering={{ enter: () => mutate(lesson.lessonId), isPending, error }}
      recordings={<LessonRecordings lessonId={lesson.lessonId} />}
    />
  )
}
