import type { UserId } from '../../ids.ts'
import type { UnitId } from './textUnits.ts'

/** A person, or null for the template and whatever else the server wrote. */
export type Author = UserId | null

/**
 * Who wrote which unit of text. Every Yjs client id has one author, the one whose update brought it
 * first; a unit that is a copy of an older one (moved, undone, restored) has that one's author.
 */
export class Authorship {
  readonly #ofClient = new Map<number, Author>()
  readonly #copies = new Map<number, Map<number, Author>>()

  claim(client: number, author: Author): void {
    if (!this.#ofClient.has(client)) this.#ofClient.set(client, author)
  }

  of({ client, clock }: UnitId): Author {
    const copied = this.#copies.get(client)?.get(clock)
    return copied === undefined ? (this.#ofClient.get(client) ?? null) : copied
  }

  copy(unit: UnitId, author: Author): void {
    const ofClient = this.#copies.get(unit.client) ?? new Map<number, Author>()
    this.#copies.set(unit.client, ofClient)
    ofClient.set(unit.clock, author)
  }
}
