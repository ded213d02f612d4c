import type { Person } from '#shared/access/actor.ts'
import type { Slides } from '#shared/lessons/model.ts'
import { announce } from '../announce.ts'
import type { Lessons } from '../LessonParts.ts'
import { needLesson } from '../needLesson.ts'
import { noteActivity } from '../noteActivity.ts'
import { removeSlideFile } from './slideFile.ts'
import { storeSlides } from './storeSlides.ts'

/**
 * Replaces the lesson's slides once the new ones are on the disk and checked; until then the old stand.
 * Minutes may pass until they are here: whoever may not edit any more by then has changed nothing.
 */
export const uploadSlides = async (
  parts: Lessons,
  personNow: () => Promise<Person>,
  upload: {
    readonly lessonId: string
    readonly name: string
    readonly content: AsyncIterable<Uint8Array>
  },
): Promise<Slides> => {
  const need = async () => {
    const actor = await personNow()
    const asked = { lessonId: upload.lessonId, ability: 'editPlan' } as const
    return { actor, lesson: await needLesson(parts, actor, asked) }
  }
  const { lessonId } = (await need()).lesson
  const slides = await storeSlides(parts.storage, { ...upload, lessonId })
  const { actor, lesson } = await need().catch(async (thrown: unknown) => {
    await removeSlideFile(parts.storage, slides.fileId)
    throw thrown
  })
  await parts.lessons.update(lessonId, { slides }, parts.clock.now())
  announce(parts, lesson)
  await noteActivity(parts, {
    kind: 'slides.uploaded',
    lessonId,
    actorId: actor.userId,
    detail: slides.name,
  })
  // Never shown to a class: nothing refers to them any more.
  if (lesson.slides && !(await parts.parts.latestClassroom(lessonId)))
    await removeSlideFile(parts.storage, lesson.slides.fileId)
  return slides
}
