/** The reason why nothing starts, in one sentence; the launcher prints it without a stack. */
export class Refusal extends Error {
  /** @param {{ zh: string, en: string }} words @param {{ tail?: readonly string[], exitCode?: number }} [more] */
  constructor(words, more = {}) {
    super(words.en)
    this.name = 'Refusal'
    this.words = words
    /** Last lines of a program that failed. */
    this.tail = more.tail ?? []
    this.exitCode = more.exitCode ?? 1
  }
}
