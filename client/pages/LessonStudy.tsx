import { useLessonRecordings } from '#client/features/recordings/index.ts'
import { StudyTab } from '#client/features/study/index.ts'
import type { Lesson } from '#shared/lessons/model.ts'

/** A lesson's recordings, each with what has been made of it. */
export const LessonStudy = ({ lesson }: { readonly lesson: Lesson }) => {
  const { data, error, refetch } = useLessonRecordings(lesson.lessonId)
  const recordings = { data: data?.recordings, error, askAgain: () => void refetch() }
  return <StudyTab lesson={lesson} recordings={recordings} />
}
