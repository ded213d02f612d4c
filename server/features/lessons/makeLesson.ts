import { newId } from '#server/platform/ids.ts'
import type { LessonMaker } from '#server/platform/ports/LessonAccess.ts'
import type { LessonId, PlanId } from '#shared/ids.ts'
import { announce } from './announce.ts'
import { insertLesson } from './createLesson.ts'
import type { Lessons } from './LessonParts.ts'
import { noteActivity } from './noteActivity.ts'
import { removeSlideFile } from './slides/slideFile.ts'
import { storeSlides } from './slides/storeSlides.ts'

type NewLesson = Parameters<LessonMaker['create']>[0]

async function* whole(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content
}

const slidesOf = async (parts: Lessons, lessonId: LessonId, given: NewLesson['slides']) =>
  given && storeSlides(parts.storage, { lessonId, name: given.name, content: whole(given.content) })

/** A lesson made by the server itself, e.g. the sample's: same rows, checks and events. */
export const makeLesson = async (
  parts: Lessons,
  { seed, slides: given, ...lesson }: NewLesson,
): Promise<{ readonly lessonId: LessonId; readonly planId: PlanId }> => {
  const lessonId = newId<LessonId>()
  const planId = newId<PlanId>()
  const nowMs = parts.clock.now()
  const slides = await slidesOf(parts, lessonId, given)
  try {
    const record = {
      ...lesson,
      lessonId,
      planId,
      slides,
      stage: 'plan',
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
    } as const
    await insertLesson(parts, record, seed)
  } catch (thrown) {
    if (slides) await removeSlideFile(parts.storage, slides.fileId)
    throw thrown
  }
  announce(parts, { lessonId, groupId: lesson.groupId })
  await noteActivity(parts, {
    kind: 'lesson.created',
    lessonId,
    actorId: lesson.createdBy,
    detail: '',
  })
  return { lessonId, planId }
}
