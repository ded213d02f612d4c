import { isErrorCode } from '#shared/errors/catalog.ts'
import { problemSchema } from '#shared/errors/problem.ts'
import type { Endpoint, InputOf, ResultOf } from '#shared/http/endpoint.ts'
import { ApiError } from './apiError.ts'

/** `/api` plus the path with its parameters filled in and the query appended. */
export const urlOf = (
  endpoint: Pick<Endpoint, 'path'>,
  input: {
    readonly params?: Readonly<Record<string, string>>
    readonly query?: Readonly<Record<string, unknown>>
  },
): string => {
  const path = endpoint.path.replace(/:(\w+)/g, (_whole, name: string) =>
    encodeURIComponent(input.params?.[name] ?? ''),
  )
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(input.query ?? {}))
    if (value !== undefined) query.set(key, String(value))
  const search = query.toString()
  return `/api${path}${search ? `?${search}` : ''}`
}

/** The error a response means; garbage instead of a problem is `internal`. */
export const errorOf = async (response: Response): Promise<ApiError> => {
  const parsed = problemSchema.safeParse(await response.json().catch(() => null))
  if (!parsed.success || !isErrorCode(parsed.data.code)) return new ApiError('internal')
  return new ApiError(parsed.data.code, { data: parsed.data.data, instance: parsed.data.instance })
}

/** fetch, with "no answer at all" as an `offline` error. */
export const send = async (url: string, init: RequestInit): Promise<Response> => {
  let response: Response
  try {
    response = await fetch(url, { credentials: 'same-origin', ...init })
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown
    throw new ApiError('offline')
  }
  if (!response.ok) throw await errorOf(response)
  return response
}

/** Calls an endpoint of `shared/<slice>/contract.ts`; both sides parse by the same schema. */
export const call = async <E extends Endpoint>(
  endpoint: E,
  input: InputOf<E>,
  options: { readonly signal?: AbortSignal } = {},
): Promise<ResultOf<E>> => {
  const given = input as {
    params?: Record<string, string>
    query?: Record<string, unknown>
    body?: unknown
  }
  const response = await send(urlOf(endpoint, given), {
    method: endpoint.method,
    ...(given.body === undefined
      ? {}
      : { body: JSON.stringify(given.body), headers: { 'content-type': 'application/json' } }),
    ...(options.signal ? { signal: options.signal } : {}),
  })
  const parsed = endpoint.response.safeParse(await response.json().catch(() => null))
  if (!parsed.success) throw new ApiError('out-of-date')
  return parsed.data as ResultOf<E>
}
