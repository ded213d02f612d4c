import { usePeople } from '#client/features/accounts/index.ts'
import { TeachView } from '#client/features/lessons/index.ts'
import type { Me } from '#shared/accounts/model.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import { ForPerson } from './ForPerson.tsx'
import { LessonRecordings } from './LessonRecordings.tsx'
import { useEnterClassroom } from './useEnterClassroom.ts'

type Props = { readonly lesson: Lesson }

const Teach = ({ lesson, me }: Props & { readonly me: Me }) => {
  const people = usePeople()
  const { mutate, isPending, error } = useEnterClassroom()
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

/** Everything the lesson needs before its bell, and what is left of earlier ones. */
export const TeachTab = (props: Props) => (
  <ForPerson>{(me) => <Teach {...props} me={me} />}</ForPerson>
)
