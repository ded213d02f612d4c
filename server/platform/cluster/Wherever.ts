import * as Y from 'yjs'
import { AppError } from '#shared/errors/appError.ts'
import type { DocName } from '#shared/sync/docName.ts'
import type { Elsewhere } from '../sync/Elsewhere.ts'
import type { Ownership } from './Ownership.ts'

/** The document moved, or changed, in between. */
const AGAIN = Symbol('again')
type Again = typeof AGAIN

/** How often is asked again: half a minute all in all, more than an owner's death takes. */
const MAX_TRIES = 20
/** And no longer, though each question waits for its answer: a request waits behind them, or a whole class. */
const MAX_MS = 30_000
/** By then the lease of an owner that has died is over. */
const AWAY_SECONDS = 10
const pauseMs = (tries: number): number => Math.min(10 * 2 ** tries, 2000)
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Nothing is lost by asking again: an owner that has just died is not one for much longer. */
const unlessGone = <Result>(question: Promise<Result>): Promise<Result | Again> =>
  question.catch((): Again => AGAIN)

/** What the server wants of a document, done where the document lives. */
export class Wherever {
  readonly #nodeId: string
  readonly #ownership: Ownership
  readonly #elsewhere: Elsewhere | null

  constructor(parts: {
    readonly nodeId: string
    readonly ownership: Ownership
    /** Null: there is no other node. */
    readonly elsewhere: Elsewhere | null
  }) {
    this.#nodeId = parts.nodeId
    this.#ownership = parts.ownership
    this.#elsewhere = parts.elsewhere
  }

  /** Here, when this node owns the document or nobody does; a question to its owner otherwise. */
  ask<Result>(
    name: DocName,
    here: () => Promise<Result>,
    there: (owner: string, elsewhere: Elsewhere) => Promise<Result>,
  ): Promise<Result> {
    return this.#run(name, here, (owner, elsewhere) => unlessGone(there(owner, elsewhere)))
  }

  read(name: DocName, here: () => Promise<Y.Doc>): Promise<Y.Doc> {
    return this.#run(name, here, (owner, elsewhere) => copyOf(name, owner, elsewhere))
  }

  /** There the edit is made on a copy, anew as long as somebody else is faster. */
  async edit(
    name: DocName,
    here: () => Promise<void>,
    change: { readonly edit: (doc: Y.Doc) => void; readonly authorId: string | null },
  ): Promise<void> {
    await this.#run<unknown>(name, here, (owner, elsewhere) =>
      editThere({ name, owner, elsewhere, ...change }),
    )
  }

  async #run<Result>(
    name: DocName,
    here: () => Promise<Result>,
    there: (owner: string, elsewhere: Elsewhere) => Promise<Result | Again>,
  ): Promise<Result> {
    const elsewhere = this.#elsewhere
    if (!elsewhere) return here()
    const untilMs = performance.now() + MAX_MS
    for (let tries = 0; tries < MAX_TRIES && performance.now() < untilMs; tries += 1) {
      if (tries > 0) await pause(pauseMs(tries))
      const owner = await this.#other(name)
      const result =
        owner === null ? await this.#unlessMoved(name, here) : await there(owner, elsewhere)
      if (result !== AGAIN) return result
    }
    throw new AppError('owner-away', {
      data: { seconds: AWAY_SECONDS },
      cause: new Error(`${name} moves, or changes, faster than it can be reached`),
    })
  }

  async #other(name: DocName): Promise<string | null> {
    const holder = await this.#ownership.holder(name)
    return holder === this.#nodeId ? null : holder
  }

  /** A document that became another node's since it was asked for is asked for there. */
  async #unlessMoved<Result>(name: DocName, here: () => Promise<Result>): Promise<Result | Again> {
    try {
      return await here()
    } catch (thrown) {
      // Nobody who could tell where it is now: then what went wrong here is the answer.
      const other = await this.#other(name).catch(() => null)
      if (other === null) throw thrown
      return AGAIN
    }
  }
}

const copyOf = async (
  name: DocName,
  owner: string,
  elsewhere: Elsewhere,
): Promise<Y.Doc | Again> => {
  const update = await unlessGone(elsewhere.read(owner, name))
  if (update === AGAIN) return AGAIN
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  return doc
}

const editThere = async (parts: {
  readonly name: DocName
  readonly owner: string
  readonly elsewhere: Elsewhere
  readonly edit: (doc: Y.Doc) => void
  readonly authorId: string | null
}): Promise<undefined | Again> => {
  const { name, owner, elsewhere, edit, authorId } = parts
  const doc = await copyOf(name, owner, elsewhere)
  if (doc === AGAIN) return AGAIN
  const basedOn = Y.encodeStateVector(doc)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  doc.transact(() => edit(doc))
  doc.destroy()
  if (updates.length === 0) return undefined
  const update = Y.mergeUpdates(updates)
  // What becomes of an edit whose answer is lost nobody knows: then the caller hears of it.
  const answer = await elsewhere
    .edit(owner, name, { update, basedOn, standsBesidePeople: false, authorId })
    .catch((cause: unknown) => {
      throw new AppError('outcome-unknown', { cause })
    })
  return answer === 'done' ? undefined : AGAIN
}
