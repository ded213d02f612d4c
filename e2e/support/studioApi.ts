import { z } from 'zod'

type Call = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below /api. */
  readonly path: string
  readonly body?: unknown
  readonly cookie?: string
}

/** One request to a running studio; anything but success is thrown with the answer's own words. */
export const callStudio = async <Answer>(
  origin: string,
  answer: z.ZodType<Answer>,
  { method, path, body, cookie }: Call,
): Promise<{ readonly answer: Answer; readonly cookie: string }> => {
  const response = await fetch(`${origin}/api${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie ? { cookie } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  const given = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
  return { answer: answer.parse(JSON.parse(text || '{}')), cookie: given.join('; ') }
}

/** Success is all that is asked. */
export const anything = z.unknown()
