import type { Actor } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import { type FileId, fileIdSchema } from '#shared/ids.ts'
import type { Lessons } from '../LessonParts.ts'
import { needLesson } from '../needLesson.ts'
import { readOwner, slideKey } from './slideFile.ts'

/** A file this actor may read, or `not-found`. Guests by their link, people by the lesson. */
export const readFile = async (
  parts: Lessons,
  actor: Actor,
  asked: string,
): Promise<{ fileId: FileId; key: string; name: string; sizeBytes: number }> => {
  const parsed = fileIdSchema.safeParse(asked)
  if (!parsed.success) throw new AppError('not-found')
  const fileId = parsed.data
  const owner = await readOwner(parts.storage, fileId)
  if (!owner) throw new AppError('not-found')
  const byLink = actor.kind === 'guest' && (await parts.guests.mayReadFile(actor, fileId))
  if (!byLink) await needLesson(parts, actor, { lessonId: owner.lessonId, ability: 'view' })
  const key = slideKey(fileId)
  const sizeBytes = await parts.storage.size(key)
  if (sizeBytes === null) throw new AppError('not-found')
  return { fileId, key, name: owner.name, sizeBytes }
}
