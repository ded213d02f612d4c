import type { IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'
import { EPOCH } from './copyNames.ts'

/** No document is of this past: what lies here is not taken for one that goes on. */
const UNREADABLE = 'unreadable'

/** Which past a copy is of, as the copy itself says it. */
export class CopyEpoch {
  readonly #storage: () => IndexeddbPersistence | null
  readonly #doc: Y.Doc
  /** Empty as long as neither the storage nor the server has said. */
  value = ''

  constructor(storage: () => IndexeddbPersistence | null, doc: Y.Doc) {
    this.#storage = storage
    this.#doc = doc
  }

  async read(): Promise<string> {
    try {
      const stored = await this.#storage()?.get(EPOCH)
      this.value ||= String(stored ?? '')
    } catch {
      this.value ||= this.#doc.store.clients.size === 0 ? '' : UNREADABLE
    }
    return this.value
  }

  async set(epoch: string): Promise<void> {
    this.value = epoch
    // Where there is no room the next writing of the whole brings it.
    await this.#storage()
      ?.set(EPOCH, epoch)
      .catch(() => undefined)
  }

  /** Whether the storage says nothing else: another tab may not know yet that its past is over. */
  async isUndisputed(): Promise<boolean> {
    const stored = await this.#storage()
      ?.get(EPOCH)
      .catch(() => undefined)
    return stored === undefined || this.value === '' || String(stored) === this.value
  }
}
