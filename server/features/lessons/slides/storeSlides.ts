import { Readable } from 'node:stream'
import { fileTypeFromBuffer } from 'file-type'
import { newId } from '#server/platform/ids.ts'
import type { Storage } from '#server/platform/storage/Storage.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { FileId, LessonId } from '#shared/ids.ts'
import { SLIDES_LIMIT_MB, SLIDES_LIMIT_PAGES } from '#shared/lessons/contract.ts'
import type { Slides } from '#shared/lessons/model.ts'
import { countPages } from './countPages.ts'
import { removeSlideFile, slideKey, writeOwner } from './slideFile.ts'

const LIMIT_BYTES = SLIDES_LIMIT_MB * 1024 * 1024

export const tooLarge = (): AppError =>
  new AppError('too-large', { data: { limitMb: SLIDES_LIMIT_MB } })

/** Refuses by the announced length, before a byte is read. */
export const refuseLength = (announced: string | undefined): void => {
  if (announced !== undefined && Number(announced) > LIMIT_BYTES) throw tooLarge()
}

/** What file-type looks at. */
const HEAD_BYTES = 4100

const needPdf = async (head: Uint8Array): Promise<void> => {
  const type = await fileTypeFromBuffer(head)
  if (type?.mime !== 'application/pdf') throw new AppError('lessons/slides-not-pdf')
}

/** Passes the bytes on while they begin like a PDF and stay within the limit. */
async function* checked(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Buffer | null = Buffer.alloc(0)
  let bytes = 0
  for await (const chunk of content) {
    bytes += chunk.length
    if (bytes > LIMIT_BYTES) throw tooLarge()
    if (head === null) {
      yield chunk
      continue
    }
    head = Buffer.concat([head, chunk])
    if (head.length < HEAD_BYTES) continue
    await needPdf(head)
    yield head
    head = null
  }
  if (head === null) return
  await needPdf(head)
  yield head
}

/** Writes and checks one PDF; what is refused leaves nothing behind. */
export const storeSlides = async (
  storage: Storage,
  upload: {
    readonly lessonId: LessonId
    readonly name: string
    readonly content: AsyncIterable<Uint8Array>
  },
): Promise<Slides> => {
  const fileId = newId<FileId>()
  try {
    const stream = Readable.from(checked(upload.content))
    const { bytes } = await storage.write(slideKey(fileId), stream)
    const content = await storage.read(slideKey(fileId))
    const pages = content && (await countPages(content))
    if (!pages) throw new AppError('lessons/slides-not-pdf')
    if (pages > SLIDES_LIMIT_PAGES)
      throw new AppError('lessons/slides-too-many-pages', {
        data: { limit: SLIDES_LIMIT_PAGES, pages },
      })
    await writeOwner(storage, fileId, { lessonId: upload.lessonId, name: upload.name })
    return { fileId, name: upload.name, pages, sizeBytes: bytes }
  } catch (thrown) {
    await removeSlideFile(storage, fileId)
    throw thrown
  }
}
