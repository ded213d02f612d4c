import type { TestApp } from './testApp.ts'

export type AppRequest = {
  /** `PUT /lessons/:lessonId/slides`; the path is below /api. */
  readonly route: string
  readonly params?: Readonly<Record<string, string>>
  readonly query?: string
  /** Bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly cookie?: string | undefined
}

export type AppAnswer = {
  readonly status: number
  readonly text: string
  /** `name=value` of every cookie the answer sets. */
  readonly cookies: readonly string[]
}

const bodyOf = (body: unknown): Pick<RequestInit, 'body' | 'headers'> => {
  if (body === undefined) return {}
  if (body instanceof Uint8Array)
    return {
      body: new Blob([Uint8Array.from(body)]),
      headers: { 'content-type': 'application/octet-stream' },
    }
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

/** One request to the running app, and its whole answer. */
export const callApp = async (
  app: Pick<TestApp, 'origin'>,
  request: AppRequest,
): Promise<AppAnswer> => {
  const [method = 'GET', pattern = ''] = request.route.split(' ')
  const path = pattern.replace(/:(\w+)/g, (_all, name: string) => {
    const value = request.params?.[name]
    if (value === undefined) throw new Error(`${request.route}: no value for :${name}`)
    return encodeURIComponent(value)
  })
  const { body, headers } = bodyOf(request.body)
  const response = await fetch(`${app.origin}/api${path}${request.query ?? ''}`, {
    method,
    ...(body === undefined ? {} : { body }),
    headers: {
      ...headers,
      ...(request.cookie ? { cookie: request.cookie } : {}),
      ...request.headers,
    },
  })
  return {
    status: response.status,
    text: await response.text(),
    cookies: response.headers.getSetCookie().map((line) => line.split(';')[0] ?? ''),
  }
}

/** The same for preparing a test: anything but success is thrown. */
export const callWell = async <Answer>(
  app: Pick<TestApp, 'origin'>,
  request: AppRequest,
): Promise<{ readonly answer: Answer; readonly cookies: readonly string[] }> => {
  const { status, text, cookies } = await callApp(app, request)
  if (status !== 200) throw new Error(`${request.route}: ${status} ${text}`)
  return { answer: JSON.parse(text) as Answer, cookies }
}
