import * as Y from 'yjs'
import { PLAN_BODY } from '../shape.ts'
import { type Author, Authorship } from './Authorship.ts'
import { type Change, changesOf, type TextChanges } from './changesOf.ts'
import { DeadWords, keyOf } from './DeadWords.ts'
import { type UnitId, visibleUnits } from './textUnits.ts'

/** The text edits of one update, and which of them are older words. */
export type Recognised = TextChanges & {
  /** Words that only changed their place: neither written nor deleted. */
  readonly isMove: (change: Change) => boolean
  /** Deleted words that are back, whoever's. */
  readonly isBack: (change: Change) => boolean
  /** Of the deletions, those that were the other half of a move. */
  readonly isMoved: (change: Change) => boolean
}

/**
 * Applies a log, update by update, to a copy that keeps what is deleted, and knows of every letter
 * who wrote it: a letter that is moved, brought back or restored stays its writer's.
 */
export class Recogniser {
  readonly doc = new Y.Doc({ gc: false })
  readonly authors = new Authorship()
  readonly #body = this.doc.getXmlFragment(PLAN_BODY)
  readonly #dead = new DeadWords(this.authors)
  readonly #restored: (client: number) => Uint8Array | null
  #author: Author = null
  #heard: (found: Recognised) => void = () => {}

  /** `restored` answers with the state of the version that was gone back to under this client id. */
  constructor(restored: (client: number) => Uint8Array | null) {
    this.#restored = restored
    this.doc.on('afterTransaction', (transaction) => {
      const changes = changesOf(transaction)
      this.#heard(this.#recognise(changes))
    })
  }

  /** `heard` is told what the update did to the text, as soon as it is applied. */
  take(author: Author, update: Uint8Array, heard: (found: Recognised) => void = () => {}): void {
    this.#author = author
    this.#heard = heard
    Y.applyUpdate(this.doc, update)
    this.#heard = () => {}
  }

  #recognise(changes: TextChanges): Recognised {
    for (const client of changes.clients) this.authors.claim(client, this.#author)
    const { copies, moved } = this.#dead.take(changes)
    // After the copies, because it knows best: it may say once more, and more exactly, whose one is.
    const back = new Set(this.#recogniseRestore(changes))
    for (const change of changes.written) {
      const isCopy = copies.has(change)
      if (isCopy || (!back.has(change) && this.#isPutBack(change))) back.add(change)
    }
    return {
      ...changes,
      isMove: (change) => copies.get(change)?.isMove === true,
      isBack: (change) => back.has(change),
      isMoved: (change) => moved.has(keyOf(change)),
    }
  }

  /**
   * Undo in Yjs writes the deleted words anew, right before where they lie: words that are put before
   * deleted ones and say the same are those again.
   */
  #isPutBack({ client, clock, text, before }: Change): boolean {
    if (!before) return false
    const old = this.#deletedFrom(before, text.length)
    if (old !== text) return false
    for (let i = 0; i < text.length; i += 1)
      this.authors.copy(
        { client, clock: clock + i },
        this.authors.of({ client: before.client, clock: before.clock + i }),
      )
    return true
  }

  /** The deleted text that begins at a unit, as far as it was written in one go. */
  #deletedFrom({ client, clock }: UnitId, length: number): string {
    const structs = this.doc.store.clients.get(client) ?? []
    let text = ''
    for (let i = Y.findIndexSS(structs, clock); text.length < length; i += 1) {
      const struct = structs[i]
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) break
      if (!struct.deleted) break
      text += struct.content.str.slice(text === '' ? clock - struct.id.clock : 0)
    }
    return text.slice(0, length)
  }

  /**
   * After going back to a version the plan says what the version says, so the n-th character here is
   * the n-th there, and its author is whoever wrote it there. Where others typed at that very
   * moment, the restored runs are looked for one after the other instead.
   */
  #recogniseRestore({ clients, written }: TextChanges): ReadonlySet<Change> {
    const back = new Set<Change>()
    for (const client of clients) {
      const state = this.#restored(client)
      if (!state) continue
      const version = new Y.Doc()
      Y.applyUpdate(version, state)
      const there = visibleUnits(version.getXmlFragment(PLAN_BODY))
      const here = visibleUnits(this.#body)
      const places = new Map(here.ids.map((id, place) => [keyOf(id), place]))
      const isSame = here.text === there.text
      let from = 0
      for (const change of written
        .filter((c) => c.client === client && places.has(keyOf(c)))
        .sort((a, b) => (places.get(keyOf(a)) ?? 0) - (places.get(keyOf(b)) ?? 0))) {
        const place = isSame
          ? (places.get(keyOf(change)) ?? -1)
          : there.text.indexOf(change.text, from)
        if (place < 0) continue
        from = place + change.text.length
        for (let i = 0; i < change.text.length; i += 1) {
          const origin = there.ids[place + i]
          if (origin)
            this.authors.copy({ client, clock: change.clock + i }, this.authors.of(origin))
        }
        back.add(change)
      }
      version.destroy()
    }
    return back
  }
}
