import { randomUUID } from 'node:crypto'
import express, { type Express, type Request, type RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import type { Actor } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { Access } from '#shared/http/endpoint.ts'
import type { Log } from '../log.ts'
import { type Actors, cookiesOf } from './actors.ts'
import { comesFromOwnPage, ownOrigin } from './origin.ts'
import { answerProblems } from './problems.ts'
import type { Route } from './route.ts'
import { servePages } from './servePages.ts'

export type HttpSettings = {
  readonly tls: boolean
  readonly trustProxy: boolean
  readonly rateLimitPerMinute: number
  /** Folder of the built pages; null in tests without pages. */
  readonly pagesDir: string | null
}

/** Nothing from elsewhere: no script, font, picture or connection leaves this origin. */
const contentSecurity = {
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'", "'wasm-unsafe-eval'"],
    // Editors and dialogs position by style attributes; scripts stay strict.
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'", 'data:'],
    'media-src': ["'self'", 'blob:', 'mediastream:'],
    'connect-src': ["'self'", 'blob:', 'data:'],
    'worker-src': ["'self'", 'blob:'],
    'manifest-src': ["'self'"],
    'form-action': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  },
}

const allows = (access: Access, actor: Actor): boolean => {
  if (access === 'anyone') return true
  if (access === 'personOrGuest') return actor.kind !== 'anyone'
  if (access === 'admin') return actor.kind === 'person' && actor.isAdmin
  return actor.kind === 'person'
}

const stamp: RequestHandler = (_request, response, next) => {
  response.setHeader('x-request-id', randomUUID())
  next()
}

/** One line an answer: number, method, path, status, time. Never the query, which may carry a name. */
const keepLog =
  (log: Log): RequestHandler =>
  (request, response, next) => {
    const startedMs = performance.now()
    response.on('finish', () => {
      const fields = {
        requestId: response.getHeader('x-request-id'),
        method: request.method,
        path: request.originalUrl.split('?')[0],
        status: response.statusCode,
        ms: Math.round(performance.now() - startedMs),
      }
      // Slices arrive every second from every room: worth a line only when somebody looks for them.
      const isRoutine = response.statusCode < 400 && request.method === 'PUT'
      log[isRoutine ? 'debug' : 'info'](fields, 'answered')
    })
    next()
  }

const limiter = (perMinute: number): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // A school is one address: slices of a running recording must never be the ones refused.
    skip: (request) => request.method === 'PUT' && /\/slices\/\d+$/.test(request.path),
    handler: (_request, _response, next) =>
      next(new AppError('too-many-requests', { data: { seconds: 60 } })),
  })

type Judged = {
  readonly route: Route
  readonly settings: HttpSettings
  readonly actors: Actors
}

/** Who asks, when they may. */
const judge = async ({ route, settings, actors }: Judged, request: Request): Promise<Actor> => {
  if (route.method !== 'GET' && !comesFromOwnPage(request, ownOrigin(request, settings)))
    throw new AppError('wrong-origin')
  const actor = await actors.actorOf(request)
  if (!allows(route.access, actor))
    throw new AppError(actor.kind === 'person' ? 'forbidden' : 'not-signed-in')
  return actor
}

/** What anybody may send is a password or a token, and is kept until all of it is here. */
const ofAnybody = express.json({ limit: '16kb', strict: true })
const ofPeople = express.json({ limit: '1mb', strict: true })

/**
 * The words of whoever may not are not waited for. Who may is asked for once more behind them: a
 * body can take minutes, and a right ends meanwhile.
 */
const bodyOf = (judged: Judged): readonly RequestHandler[] => {
  const { kind, method, access } = judged.route
  if (kind !== 'json' || method === 'GET') return []
  if (access === 'anyone') return [ofAnybody]
  return [(request, _response, next) => judge(judged, request).then(() => next(), next), ofPeople]
}

const handlerOf = (judged: Judged): RequestHandler => {
  const { route, settings, actors } = judged
  return async (request, response) => {
    const actor = await judge(judged, request)
    const origin = ownOrigin(request, settings)
    response.setHeader('cache-control', 'no-store')
    await route.run(request, response, {
      actor,
      actorNow: () => actors.actorOf(request),
      requestId: String(response.getHeader('x-request-id')),
      secure: origin.startsWith('https:'),
      origin,
      ip: request.ip ?? '',
      cookies: cookiesOf(request),
      setCookie: (header) => response.append('set-cookie', header),
    })
  }
}

/** Every route the process answers under `/api` has a record in the table, or the boot stops. */
const assertPolicies = (api: express.Router, routes: readonly Route[]): void => {
  const known = new Set(routes.map((route) => `${route.method.toLowerCase()} ${route.path}`))
  for (const layer of api.stack) {
    if (!layer.route) continue
    const { path, stack } = layer.route
    for (const { method } of stack)
      if (!known.has(`${method} ${path}`))
        throw new Error(`route without a policy: ${method} ${path}`)
  }
}

/** The express application: headers, limits, routes by their table, pages, problems. */
export const createHttp = (parts: {
  readonly settings: HttpSettings
  readonly routes: readonly Route[]
  readonly actors: Actors
  readonly log: Log
  /** Mounted before everything else, e.g. the media server's proxy under /rtc. */
  readonly before?: readonly { readonly path: string; readonly handler: RequestHandler }[]
  /** A test plants a route past the table to see the boot stop. */
  readonly plant?: (api: express.Router) => void
}): Express => {
  const { settings, routes, actors, log } = parts
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', settings.trustProxy ? 1 : false)
  for (const { path, handler } of parts.before ?? []) app.use(path, handler)
  app.use(stamp)
  app.use(
    helmet({
      contentSecurityPolicy: contentSecurity,
      strictTransportSecurity: settings.tls ? { maxAge: 31_536_000 } : false,
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginOpenerPolicy: { policy: 'same-origin' },
    }),
  )
  const api = express.Router()
  for (const route of routes) {
    const judged = { route, settings, actors }
    const chain = [...bodyOf(judged), handlerOf(judged)]
    api[route.method.toLowerCase() as 'get'](route.path, ...chain)
  }
  parts.plant?.(api)
  assertPolicies(api, routes)
  app.use('/api', keepLog(log), limiter(settings.rateLimitPerMinute), api, () => {
    throw new AppError('not-found')
  })
  if (settings.pagesDir) app.use(servePages(settings.pagesDir))
  app.use(answerProblems(log))
  return app
}
