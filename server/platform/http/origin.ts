import type { IncomingMessage } from 'node:http'

/** `scheme://host` under which the browser reached us. Forwarded headers count only behind a named proxy. */
export const ownOrigin = (
  request: IncomingMessage,
  settings: { readonly tls: boolean; readonly trustProxy: boolean },
): string => {
  const forwardedProto = settings.trustProxy
    ? firstOf(request.headers['x-forwarded-proto'])
    : undefined
  const forwardedHost = settings.trustProxy
    ? firstOf(request.headers['x-forwarded-host'])
    : undefined
  const scheme = forwardedProto ?? (settings.tls ? 'https' : 'http')
  return `${scheme}://${forwardedHost ?? request.headers.host ?? ''}`
}

const firstOf = (header: string | string[] | undefined): string | undefined =>
  (Array.isArray(header) ? header[0] : header)?.split(',')[0]?.trim() || undefined

/**
 * Cross-site requests carry the cookie only by accident (SameSite=Lax is the first wall); this is
 * the second: what changes state or upgrades must say it comes from our own page. A client that is
 * no browser sends neither header and has no cookie to abuse.
 */
export const comesFromOwnPage = (request: IncomingMessage, own: string): boolean => {
  const origin = request.headers.origin
  if (origin !== undefined) return origin === own
  const site = request.headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none'
}
