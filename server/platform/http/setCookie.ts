import { stringifySetCookie } from 'cookie'
import { cookieName } from './actors.ts'

/** The only two cookies: HttpOnly, SameSite=Lax, whole site; Secure whenever the page is. */
export const setCookieHeader = (cookie: {
  readonly kind: 'session' | 'guest'
  readonly value: string
  readonly secure: boolean
  /** 0 removes it. */
  readonly maxAgeSeconds: number
}): string =>
  stringifySetCookie({
    name: cookieName(cookie.kind, cookie.secure),
    value: cookie.value,
    httpOnly: true,
    sameSite: 'lax',
    secure: cookie.secure,
    path: '/',
    maxAge: cookie.maxAgeSeconds,
  })
