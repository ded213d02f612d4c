import { pipeline } from 'node:stream/promises'
import { personOf, type Route, serveRaw } from '#server/platform/http/route.ts'
import { AppError } from '#shared/errors/appError.ts'
import { uploadSlides as contract } from '#shared/lessons/contract.ts'
import type { Lessons } from '../LessonParts.ts'
import { readFile } from './readFile.ts'
import { refuseLength } from './storeSlides.ts'
import { uploadSlides } from './uploadSlides.ts'

type Run = Route['run']

const upload =
  (parts: Lessons): Run =>
  async (request, response, { actorNow }) => {
    refuseLength(request.headers['content-length'])
    const query = contract.query.safeParse(request.query)
    if (!query.success)
      throw new AppError('invalid-request', { data: [{ path: 'query.name', issue: 'required' }] })
    const slides = await uploadSlides(parts, async () => personOf(await actorNow()), {
      lessonId: String(request.params.lessonId),
      name: query.data.name,
      // A refused upload must still be answered: leaving the loop must not end the connection.
      content: request.iterator({ destroyOnReturn: false }),
    })
    response.status(200).json(contract.response.parse(slides))
  }

type Part = { readonly start: number; readonly end: number }

/** The one range asked for, half-open; the whole file for none or several; null outside the file. */
const partOf = (request: Parameters<Run>[0], sizeBytes: number): Part | null => {
  const ranges = request.range(sizeBytes)
  if (ranges === -1) return null
  const only = Array.isArray(ranges) && ranges.type === 'bytes' ? ranges : []
  const [first] = only
  return first && only.length === 1
    ? { start: first.start, end: first.end + 1 }
    : { start: 0, end: sizeBytes }
}

const download =
  (parts: Lessons): Run =>
  async (request, response, { actor }) => {
    const file = await readFile(parts, actor, String(request.params.fileId))
    const etag = `"${file.fileId}"`
    response.set({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'accept-ranges': 'bytes',
      // Kept by the browser, asked about each time: access may have been taken away since.
      'cache-control': 'private, no-cache',
      etag,
    })
    if (request.headers['if-none-match'] === etag) return void response.status(304).end()
    const part = partOf(request, file.sizeBytes)
    if (!part)
      return void response.status(416).set('content-range', `bytes */${file.sizeBytes}`).end()
    const isWhole = part.start === 0 && part.end === file.sizeBytes
    response.status(isWhole ? 200 : 206).set('content-length', String(part.end - part.start))
    if (!isWhole)
      response.set('content-range', `bytes ${part.start}-${part.end - 1}/${file.sizeBytes}`)
    const content = await parts.storage.stream(file.key, part)
    // The reader may leave in the middle; that is no failure of ours.
    await pipeline(content, response).catch((thrown: unknown) => {
      if (!response.destroyed) throw thrown
    })
  }

/** Slides in and out. */
export const fileRoutes = (parts: Lessons): readonly Route[] => [
  serveRaw(contract, upload(parts)),
  serveRaw({ method: 'GET', path: '/files/:fileId', access: 'personOrGuest' }, download(parts)),
]
