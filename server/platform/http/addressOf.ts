import type { IncomingMessage } from 'node:http'
import { ipKeyGenerator } from 'express-rate-limit'

/**
 * Whom to count a request with, as Express counts them: the address that is connected or, behind a proxy
 * one trusts, the one it saw, which stands last. With IPv6 somebody has a whole network of them: it is one.
 */
export const addressOf = (
  { headers, socket }: IncomingMessage,
  { trustProxy }: { readonly trustProxy: boolean },
): string => {
  const forwarded = trustProxy ? String(headers['x-forwarded-for'] ?? '') : ''
  return ipKeyGenerator(forwarded.split(',').at(-1)?.trim() || (socket.remoteAddress ?? ''))
}
