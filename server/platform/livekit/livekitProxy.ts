import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createProxyServer } from 'http-proxy-3'
import type { Log } from '../log.ts'

/** What express hands over: mounted under a path, it cuts that path from `url`. */
type MountedRequest = IncomingMessage & { readonly originalUrl?: string | undefined }

export type LivekitProxy = {
  /** For `app.use('/rtc', …)`, before body parsers and limits; other paths pass on to `next`. */
  readonly handle: (request: MountedRequest, response: ServerResponse, next: () => void) => void
  /** For the process's `upgrade` event. False when the path is not ours and nothing was done. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean
  /** Ends every connection that is open. */
  close(): void
}

/** All a browser needs of the media server. Its API under /twirp stays unreachable from outside. */
const paths = new Set(['/rtc', '/rtc/validate', '/rtc/v1', '/rtc/v1/validate'])

const pathOf = (url: string): string => url.split('?', 1)[0] ?? ''

/**
 * Signalling on the studio's own origin: one certificate, one port, nothing for the page's content
 * policy to allow. URLs are never logged, they carry `access_token`.
 */
export const livekitProxy = (parts: {
  readonly address: () => string | null
  /** Whether an upgrade comes from our own page. */
  readonly isOwnPage: (request: IncomingMessage) => boolean
  readonly log: Log
}): LivekitProxy => {
  const { address, isOwnPage, log } = parts
  const open = new Set<Duplex>()
  const proxy = createProxyServer({ changeOrigin: true, xfwd: true, proxyTimeout: 30_000 })
  // Sessions of the studio are none of the media server's business.
  proxy.on('proxyReq', (outgoing) => outgoing.removeHeader('cookie'))
  proxy.on('proxyReqWs', (outgoing) => outgoing.removeHeader('cookie'))
  const note = (error: Error) =>
    log.warn({ code: 'code' in error ? error.code : error.name }, 'media proxy: connection failed')
  // The callbacks below do not hear of a browser that resets its connection; without a listener of
  // ours the library throws it, which would end the process.
  proxy.on('error', note)

  return {
    handle: (request, response, next) => {
      const url = request.originalUrl ?? request.url ?? ''
      if (!paths.has(pathOf(url))) return next()
      const target = address()
      if (target === null) return answerUnavailable(response)
      request.url = url
      proxy.web(request, response, { target }, (error) => {
        note(error)
        if (response.headersSent) response.destroy()
        else answerUnavailable(response)
      })
    },
    upgrade: (request, socket, head) => {
      if (!paths.has(pathOf(request.url ?? ''))) return false
      // A browser that vanishes resets its connection; without a listener that ends the process.
      socket.on('error', () => socket.destroy())
      const target = address()
      if (!isOwnPage(request)) refuse(socket, '403 Forbidden', 'wrong origin')
      else if (target === null) refuse(socket, '503 Service Unavailable', unavailable)
      else {
        open.add(socket)
        socket.once('close', () => open.delete(socket))
        proxy.ws(request, socket as Socket, head, { target }, note)
      }
      return true
    },
    close: () => {
      for (const socket of open) socket.destroy()
      open.clear()
    },
  }
}

const unavailable = 'the media server is not ready'

const answerUnavailable = (response: ServerResponse): void => {
  response.writeHead(503, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  })
  response.end(unavailable)
}

const refuse = (socket: Duplex, status: string, text: string): void => {
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
  )
}
