import type { DocName } from '#shared/sync/docName.ts'
import type { Claim, Ownership } from '../cluster/Ownership.ts'
import type { Log } from '../log.ts'

/** Which documents are this node's: each is claimed before its room opens and let go without one. */
export class Claims {
  readonly #ownership: Ownership
  readonly #log: Pick<Log, 'warn'>
  /** Each with its fence. */
  readonly #held = new Map<DocName, number>()
  readonly #asked = new Map<DocName, Promise<Claim | null>>()
  /** On their way out of this node's hands. */
  readonly #releases = new Map<DocName, Promise<void>>()

  constructor(ownership: Ownership, log: Pick<Log, 'warn'>) {
    this.#ownership = ownership
    this.#log = log
  }

  /** Calls back with every document that is this node's no longer without having been let go. */
  onLost(listener: (name: DocName) => void): void {
    this.#ownership.onLost((name) => {
      this.#held.delete(name)
      listener(name)
    })
  }

  /** Whose the document is, claimed for this node if nobody's, once an earlier hold is let go. */
  of(name: DocName): Promise<Claim> {
    return this.#mine(name) ?? this.#ask<never>(name, () => this.#ownership.claim(name))
  }

  /** The same; null, and claimed for nobody, when it never was anybody's: it may not be there. */
  ofKnown(name: DocName): Promise<Claim | null> {
    const asked = this.#mine(name) ?? this.#asked.get(name)
    return asked ?? this.#ask(name, () => this.#ownership.claimAgain(name))
  }

  #mine(name: DocName): Promise<Claim> | null {
    const fence = this.#held.get(name)
    return fence === undefined ? null : Promise.resolve({ kind: 'mine', fence })
  }

  #ask<None extends null>(
    name: DocName,
    claim: () => Promise<Claim | None>,
  ): Promise<Claim | None> {
    const before = this.#asked.get(name)
    const ask = async (): Promise<Claim | None> => {
      try {
        const known = await before
        if (known) return known
        await this.#releases.get(name)
        const claimed = await claim()
        if (claimed?.kind === 'mine') this.#held.set(name, claimed.fence)
        return claimed
      } finally {
        if (this.#asked.get(name) === asked) this.#asked.delete(name)
      }
    }
    const asked = ask()
    this.#asked.set(name, asked)
    return asked
  }

  has(name: DocName): boolean {
    return this.#held.has(name)
  }

  /**
   * Whether what was answered still holds. An answer is a moment old when it is heard, and in that
   * moment the last room may have let the document go.
   */
  stand(name: DocName, fence: number): boolean {
    return this.#held.get(name) === fence
  }

  letGo(name: DocName): void {
    if (!this.#held.delete(name)) return
    const released = this.#ownership
      .release(name)
      .catch((err: unknown) => this.#log.warn({ doc: name, err }, 'release failed'))
      .finally(() => {
        if (this.#releases.get(name) === released) this.#releases.delete(name)
      })
    this.#releases.set(name, released)
  }

  /** Resolves when everything that was let go is out of hand. */
  async settled(): Promise<void> {
    await Promise.all(this.#releases.values())
  }
}
