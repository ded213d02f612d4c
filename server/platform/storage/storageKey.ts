import { AppError } from '#shared/errors/appError.ts'
import type { StorageKey } from './Storage.ts'

const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/

/** Throws `not-found` for what is no key: nothing can be there. */
export const assertKey = (key: StorageKey): void => {
  if (!KEY.test(key)) throw new AppError('not-found')
}
