import type { Words } from '#shared/errors/defineErrors.ts'

/** Why a backup is not made or not restored, in one sentence a person can act on. */
export class BackupRefusal extends Error {
  override readonly name = 'BackupRefusal'
  readonly words: Words

  constructor(words: Words, cause?: unknown) {
    super(words.en, cause === undefined ? {} : { cause })
    this.words = words
  }
}
