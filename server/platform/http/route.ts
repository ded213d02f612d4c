import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { Actor, Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { FieldIssues } from '#shared/errors/problem.ts'
import type {
  Access,
  BodyOf,
  Endpoint,
  Method,
  ParamsOf,
  QueryOf,
  ResultOf,
} from '#shared/http/endpoint.ts'

/** What every handler may know of the request besides its parsed input. */
export type RequestFacts = {
  readonly actor: Actor
  /** Who it is by now: an answer that takes long outlives a session, and a place in a school. */
  readonly actorNow: () => Promise<Actor>
  readonly requestId: string
  readonly secure: boolean
  /** `https://host` as the browser sees us. */
  readonly origin: string
  readonly ip: string
  readonly cookies: Readonly<Record<string, string | undefined>>
  setCookie(header: string): void
}

export type Route = {
  readonly method: Method
  readonly path: string
  readonly access: Access
  /** JSON routes get a parsed body; raw ones read the stream themselves. */
  readonly kind: 'json' | 'raw'
  run(request: Request, response: Response, facts: RequestFacts): Promise<void>
}

const issuesOf = (error: z.ZodError, where: string): FieldIssues =>
  error.issues.map((issue) => ({ path: [where, ...issue.path].join('.'), issue: issue.code }))

const parse = (schema: z.ZodType | undefined, value: unknown, where: string): unknown => {
  if (!schema) return undefined
  const parsed = schema.safeParse(value)
  if (!parsed.success)
    throw new AppError('invalid-request', { data: issuesOf(parsed.error, where) })
  return parsed.data
}

type Call<E extends Endpoint> = RequestFacts & {
  readonly params: ParamsOf<E>
  readonly body: BodyOf<E>
  readonly query: QueryOf<E>
}

/**
 * A JSON route from its contract. Input is parsed before the handler, the answer after it: a field
 * too many or too few fails here, not at a user. A path parameter that is no id is `not-found`.
 */
export const serve = <E extends Endpoint>(
  endpoint: E,
  handler: (call: Call<E>) => Promise<z.input<E['response']>>,
): Route => ({
  method: endpoint.method,
  path: endpoint.path,
  access: endpoint.access,
  kind: 'json',
  run: async (request, response, facts) => {
    const call = {
      ...facts,
      params: request.params,
      body: parse(endpoint.body, request.body ?? {}, 'body'),
      query: parse(endpoint.query, request.query, 'query'),
    } as Call<E>
    const answer = endpoint.response.parse(await handler(call)) as ResultOf<E>
    response.status(200).json(answer)
  },
})

/** A route that streams: uploads, media, files. Same policy, same errors. */
export const serveRaw = (
  definition: { readonly method: Method; readonly path: string; readonly access: Access },
  run: Route['run'],
): Route => ({ ...definition, kind: 'raw', run })

/** The signed-in person, for use cases that need one. */
export const personOf = (actor: Actor): Person => {
  if (actor.kind !== 'person') throw new AppError('not-signed-in')
  return actor
}
