import type { ClassroomId } from '#shared/ids.ts'
import { type ClassroomStage, li, zhou } from './classroomStage.ts'

/** Both teachers in the classroom, the lesson begun at START. */
export const beginLesson = async (stage: ClassroomStage, classroomId: ClassroomId) => {
  await stage.join(zhou, classroomId, 'zhou-desk')
  await stage.join(li, classroomId, 'li-desk0')
  const near = await stage.enter(zhou, classroomId, 'zhou-desk')
  const far = await stage.enter(li, classroomId, 'li-desk0')
  await stage.until('both are listed', () => near.state().people.length === 2)
  await stage.send(zhou, classroomId, { type: 'lesson.start' })
  await stage.until('the lesson is live', () => far.state().phase === 'live')
  return { near, far }
}
