import { join } from 'node:path'
import compression from 'compression'
import express, { type RequestHandler, Router } from 'express'

/** The built client: hashed assets for a year, everything else is the one page. */
export const servePages = (dir: string): RequestHandler => {
  const router = Router()
  // Pages only: answers that mix secrets with what somebody sent in are better not compressed.
  router.use(compression())
  router.use(
    '/assets',
    express.static(join(dir, 'assets'), {
      immutable: true,
      maxAge: '365d',
      index: false,
      fallthrough: true,
    }),
  )
  // A chunk of an earlier build is gone: a plain 404 lets the page offer to reload itself.
  router.use(
    '/assets',
    (_request, response) => void response.status(404).type('text/plain').send('gone'),
  )
  router.use(express.static(dir, { index: false, maxAge: '1h' }))
  router.get('/{*path}', (_request, response) => {
    response.setHeader('cache-control', 'no-cache')
    response.sendFile(join(dir, 'index.html'))
  })
  return router
}
