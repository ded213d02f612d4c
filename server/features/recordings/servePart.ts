import { pipeline } from 'node:stream/promises'
import { type Route, serveRaw } from '#server/platform/http/route.ts'
import type { GuestAccess } from '#server/platform/ports/GuestAccess.ts'
import type { RecordingId } from '#shared/ids.ts'
import { PART_PATH } from '#shared/recordings/contract.ts'
import { byteRange } from './byteRange.ts'
import type { Context } from './context.ts'
import { findPart } from './findPart.ts'

/** The bytes came from browsers: even opened as a page they may do nothing. */
const sandbox = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'content-disposition': 'inline',
} as const

const isGone = (thrown: unknown): boolean =>
  (thrown as NodeJS.ErrnoException | null)?.code === 'ERR_STREAM_PREMATURE_CLOSE'

/** `GET` of a part with one range, as `<video>` seeks by. */
export const servePart = (context: Context, guests: GuestAccess): Route =>
  serveRaw(
    { method: 'GET', path: PART_PATH, access: 'personOrGuest' },
    async (request, response, { actor }) => {
      const { recordingId, partId } = request.params as { recordingId: string; partId: string }
      const part = await findPart(context, guests, actor, recordingId as RecordingId, partId)
      // A part never changes; a new assembly makes a new one.
      const tag = `"${part.partId}"`
      const ifRange = request.headers['if-range']
      const range =
        ifRange === undefined || ifRange === tag
          ? byteRange(request.headers.range, part.bytes)
          : 'whole'
      response.set({ ...sandbox, 'accept-ranges': 'bytes', etag: tag })
      if (range === 'unsatisfiable') {
        response.status(416).set('content-range', `bytes */${part.bytes}`).end()
        return
      }
      const { start, end } = range === 'whole' ? { start: 0, end: part.bytes } : range
      response.set({ 'content-type': part.mime, 'content-length': String(end - start) })
      if (range !== 'whole')
        response.status(206).set('content-range', `bytes ${start}-${end - 1}/${part.bytes}`)
      if (request.method === 'HEAD') {
        response.end()
        return
      }
      const bytes = await context.storage.stream(part.fileKey, { start, end })
      await pipeline(bytes, response).catch((thrown: unknown) => {
        // Players stop reading whenever they have enough.
        if (!isGone(thrown)) throw thrown
      })
    },
  )
