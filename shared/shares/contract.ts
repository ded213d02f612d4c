import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { processPageSchema, sharePartsSchema, shareSchema } from './model.ts'

/** `url` carries the token in its fragment and is answered this once: only a hash is kept. */
export const createShare = endpoint({
  method: 'POST',
  path: '/lessons/:lessonId/shares',
  access: 'person',
  body: z.strictObject({ parts: sharePartsSchema, days: z.number().int().min(1).max(365) }),
  response: z.object({ share: shareSchema, url: z.string() }),
})

export const listShares = endpoint({
  method: 'GET',
  path: '/lessons/:lessonId/shares',
  access: 'person',
  response: z.object({ shares: z.array(shareSchema) }),
})

export const revokeShare = endpoint({
  method: 'DELETE',
  path: '/shares/:shareId',
  access: 'person',
  response: shareSchema,
})

/** Exchanges the token for a guest cookie. Unknown, expired and revoked are told apart by nobody. */
export const enterShare = endpoint({
  method: 'POST',
  path: '/shares/enter',
  access: 'anyone',
  body: z.strictObject({ token: z.string().min(10).max(100) }),
  response: processPageSchema,
})

/** The page again, by the guest cookie. */
export const readProcessPage = endpoint({
  method: 'GET',
  path: '/shares/page',
  access: 'personOrGuest',
  response: processPageSchema,
})
