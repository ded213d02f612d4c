import { randomBytes } from 'node:crypto'
import { type Route, serveRaw } from '#server/platform/http/route.ts'
import { PROBE_LIMIT_BYTES, PROBE_PATH } from '#shared/classrooms/contract.ts'
import { AppError } from '#shared/errors/appError.ts'

/** Random, so that nothing on the way can make it smaller. */
const noise = randomBytes(PROBE_LIMIT_BYTES)

/** A small piece of the way to this server, measured from the lobby: down by GET, up by POST. */
export const probeRoutes: readonly Route[] = [
  serveRaw({ method: 'GET', path: PROBE_PATH, access: 'person' }, async (request, response) => {
    const asked = Number(request.query.bytes)
    const bytes = Number.isInteger(asked) ? Math.min(Math.max(asked, 0), PROBE_LIMIT_BYTES) : 0
    response.type('application/octet-stream').send(noise.subarray(0, bytes))
  }),
  serveRaw({ method: 'POST', path: PROBE_PATH, access: 'person' }, async (request, response) => {
    let received = 0
    for await (const chunk of request) {
      received += (chunk as Uint8Array).byteLength
      if (received > PROBE_LIMIT_BYTES)
        throw new AppError('too-large', { data: { limitMb: PROBE_LIMIT_BYTES / 1024 / 1024 } })
    }
    response.status(204).end()
  }),
]
