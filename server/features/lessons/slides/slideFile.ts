import { z } from 'zod'
import type { Storage } from '#server/platform/storage/Storage.ts'
import { type FileId, type LessonId, lessonIdSchema } from '#shared/ids.ts'

export const slideKey = (fileId: FileId): string => `slides/${fileId}`

/**
 * Beside each file stands whose it is. Slides that were replaced stay: recordings made with them
 * show them, and the lesson's row only knows the current ones.
 */
const ownerKey = (fileId: FileId): string => `slides-of/${fileId}`
const ownerSchema = z.object({ lessonId: lessonIdSchema, name: z.string() })
export type SlideOwner = { readonly lessonId: LessonId; readonly name: string }

export const writeOwner = async (
  storage: Storage,
  fileId: FileId,
  owner: SlideOwner,
): Promise<void> => {
  await storage.write(ownerKey(fileId), new TextEncoder().encode(JSON.stringify(owner)))
}

export const readOwner = async (storage: Storage, fileId: FileId): Promise<SlideOwner | null> => {
  const bytes = await storage.read(ownerKey(fileId))
  return bytes ? ownerSchema.parse(JSON.parse(new TextDecoder().decode(bytes))) : null
}

export const removeSlideFile = async (storage: Storage, fileId: FileId): Promise<void> => {
  await storage.remove(slideKey(fileId))
  await storage.remove(ownerKey(fileId))
}
