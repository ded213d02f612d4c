import type { Words } from '#shared/errors/defineErrors.ts'

export type RefusalCode =
  | 'config'
  | 'data-folder'
  | 'data-in-use'
  | 'port-taken'
  | 'port-forbidden'
  | 'address'
  | 'database'
  | 'redis'
  | 'storage'

/** Why the studio does not start, in one sentence a person can act on. Never shown with a stack. */
export class StartRefusal extends Error {
  override readonly name = 'StartRefusal'
  readonly code: RefusalCode
  readonly words: Words

  constructor(code: RefusalCode, words: Words, cause?: unknown) {
    super(words.en, cause === undefined ? {} : { cause })
    this.code = code
    this.words = words
  }
}
