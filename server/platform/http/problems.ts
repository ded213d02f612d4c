import type { ErrorRequestHandler } from 'express'
import { AppError } from '#shared/errors/appError.ts'
import { errorCatalog } from '#shared/errors/catalog.ts'
import type { Problem } from '#shared/errors/problem.ts'
import { isFullDatabase } from '../db/isFullDatabase.ts'
import type { Log } from '../log.ts'
import { isFullDisk } from '../net/isFullDisk.ts'

/** What body parsers and the router throw by themselves, by their `type` or status. */
const translate = (thrown: unknown): AppError => {
  if (thrown instanceof AppError) return thrown
  const { type, status } = (thrown ?? {}) as { type?: string; status?: number }
  if (type === 'entity.too.large') return new AppError('too-large', { data: { limitMb: 1 } })
  if (status === 400 || status === 415) return new AppError('invalid-request', { data: [] })
  if (isFullDisk(thrown) || isFullDatabase(thrown))
    return new AppError('storage-full', { cause: thrown })
  return new AppError('internal', { cause: thrown })
}

export const problemOf = (error: AppError, requestId: string): Problem => ({
  type: `urn:yanke:problem:${error.code}`,
  title: errorCatalog[error.code].words.en,
  status: error.status,
  instance: requestId,
  code: error.code,
  ...(error.data === undefined ? {} : { data: error.data }),
})

/** When asking again makes sense, in seconds; null when nobody can say. */
const secondsOf = (error: AppError): number | null => {
  const { seconds } = (error.data ?? {}) as { readonly seconds?: unknown }
  if (typeof seconds === 'number') return seconds
  return error.code === 'too-many-requests' ? 10 : null
}

/** The single place where a thrown thing becomes an answer. Details of defects stay in the log. */
export const answerProblems =
  (log: Log): ErrorRequestHandler =>
  (thrown, request, response, next) => {
    const error = translate(thrown)
    const requestId = String(response.getHeader('x-request-id') ?? '')
    if (error.status >= 500)
      log.error({ requestId, err: error.cause ?? error, path: request.path }, 'request failed')
    if (response.headersSent) return next(thrown)
    const seconds = secondsOf(error)
    if (seconds !== null) response.setHeader('retry-after', String(seconds))
    response
      .status(error.status)
      .type('application/problem+json')
      .send(JSON.stringify(problemOf(error, requestId)))
  }
