import { createHash, randomBytes } from 'node:crypto'

/** A new unguessable id: 16 random bytes, base64url, 22 characters. The caller says what it names. */
export const newId = <Id extends string>(): Id => randomBytes(16).toString('base64url') as Id

/** A secret for a cookie or a link: 32 random bytes, base64url. Only its hash is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url')

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
