import * as Y from 'yjs'
import { docOfUpdates } from './docOfUpdates.ts'
import type { News } from './Knowledge.ts'
import { labourOf, MOST_STEPS } from './labourOf.ts'
import { takeBack } from './takeBack.ts'
import { type ValueEdit, valueEditIn } from './valueEdit.ts'

type DeepEvents = readonly Y.YEvent<Y.AbstractType<unknown>>[]

/** How a root type is shaped; one that nobody typed reports no events in Yjs. */
export type RootKind = 'map' | 'array' | 'text' | 'xml'
export type Roots = Readonly<Record<string, RootKind>>

/** Called inside the transaction's observation, where events can still be read. False refuses. */
export type AskGuard = (events: DeepEvents, doc: Y.Doc) => boolean

/**
 * Of one person's searches while a document is open: whoever opens it next has Yjs do all of them again,
 * in one go. So nothing more is searched for in one that took longer to put together than its size explains.
 */
const MOST_STEPS_OF_ONE = 8 * MOST_STEPS
const TAKES_AT_MOST_MS = 1000
const PIECES_PER_MS = 100

/** Of this thread alone: whatever else the machine does makes no document a tangle. */
const workedMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Yjs takes a few hundred bytes for each, which may be six or seven on the wire. */
const MOST_PIECES = 150_000

/** Of one update: a fifth of a second of them, and far more than anybody writes in a day without a line. */
const MOST_PIECES_AT_ONCE = 25_000

const piecesIn = ({ store }: Y.Doc): number => {
  let pieces = 0
  for (const structs of store.clients.values()) pieces += structs.length
  return pieces
}

/**
 * The Y.Doc of a guarded document: what is written and what is on its way there. An update is tried
 * on it; when it is refused, what it did is taken back, so that nothing of it stays anywhere and a
 * refusal costs what was refused, not what the document holds.
 */
export class GuardedCopy {
  readonly #written: () => readonly Uint8Array[]
  #trial = new Y.Doc()
  /** Accepted, not yet written. */
  #underway: Uint8Array[] = []
  /** Accepted by what they say, and not in the trial yet. */
  #untried: Uint8Array[] = []
  #events: Y.YEvent<Y.AbstractType<unknown>>[] = []
  readonly #watched = new Set<unknown>()
  readonly #declared: Roots
  /** Of each person who has had something searched for. */
  readonly #steps = new Map<string, number>()
  #isTangled = false
  /**
   * As they were counted last, with all that was written since, though much of that is joined with what it goes
   * on from; without the server's own and what was cut. Counted anew before anybody is refused.
   */
  #piecesAtMost = 0

  /**
   * `written` answers with all that is written, as updates; `declared` are the roots the owner names,
   * others are typed by what they hold.
   */
  constructor(written: () => readonly Uint8Array[], declared: Roots = {}) {
    this.#declared = declared
    this.#written = written
    this.#remakeTrial()
  }

  /** What only deletes always has. */
  hasRoomFor({ sections }: News): boolean {
    const more = sections.reduce((sum, { structs }) => sum + structs.length, 0)
    if (more === 0) return true
    if (more > MOST_PIECES_AT_ONCE) return false
    if (this.#piecesAtMost + more > MOST_PIECES) this.#piecesAtMost = piecesIn(this.#trial)
    if (this.#piecesAtMost + more > MOST_PIECES) return false
    this.#piecesAtMost += more
    return true
  }

  /** Whether what an update says is enough for `ask` to accept it: the trial has it later, with `catchUp`. */
  takes(update: Uint8Array, news: News, ask: (edit: ValueEdit) => boolean): boolean {
    this.catchUp()
    const edit = valueEditIn(this.#trial, news, update)
    if (!edit || !ask(edit)) return false
    this.#untried.push(update)
    this.#underway.push(update)
    return true
  }

  catchUp(): void {
    for (const update of this.#untried.splice(0)) Y.applyUpdate(this.#trial, update)
  }

  /** Whether an update can be tried without holding everybody up, now or when it is opened again. */
  bears(news: News, userId: string): boolean {
    this.catchUp()
    const steps = labourOf(this.#trial, news)
    if (steps === 0) return true
    const all = (this.#steps.get(userId) ?? 0) + steps
    if (this.#isTangled || steps > MOST_STEPS || all > MOST_STEPS_OF_ONE) return false
    this.#steps.set(userId, all)
    return true
  }

  /** Tries an update. `named` are the root types it names itself, which may be new. */
  tries(update: Uint8Array, named: ReadonlyMap<string, RootKind>, ask: AskGuard): boolean {
    this.catchUp()
    const newRoots = [...named.keys()].filter((name) => !this.#trial.share.has(name))
    for (const [name, kind] of named) this.#type(name, kind)
    this.#watchRoots()
    const isAccepted = this.#apply(update, ask)
    if (isAccepted) this.#underway.push(update)
    else for (const name of newRoots) this.#forgetRoot(name)
    return isAccepted
  }

  /**
   * Makes an edit of the server's own, under this client id, and answers with what it changed, which is to be
   * admitted: on a document of its own each turned page of a lesson would cost all that was drawn in it.
   */
  edit(change: (doc: Y.Doc) => void, clientId: number): readonly Uint8Array[] {
    this.catchUp()
    const trial = this.#trial
    const ownId = trial.clientID
    const updates: Uint8Array[] = []
    const note = (update: Uint8Array): void => void updates.push(update)
    trial.clientID = clientId
    trial.on('update', note)
    try {
      trial.transact(() => change(trial))
    } catch (thrown) {
      this.renew()
      throw thrown
    } finally {
      trial.off('update', note)
      trial.clientID = ownId
      this.#events = []
    }
    return updates
  }

  /** Something is in the trial that was not taken. */
  renew(): void {
    this.#remakeTrial()
  }

  /** An edit of the server's own: not judged, in the trial at once. */
  admit(update: Uint8Array): void {
    this.catchUp()
    this.#underway.push(update)
    try {
      Y.applyUpdate(this.#trial, update)
      this.#typeByContent()
    } catch (thrown) {
      this.forsake()
      throw thrown
    }
  }

  /** The update that was accepted last is not taken after all. */
  forsake(): void {
    this.#underway.pop()
    this.#remakeTrial()
  }

  /** The oldest `count` accepted updates are written. */
  stored(count: number): void {
    this.#underway.splice(0, count)
  }

  destroy(): void {
    this.#trial.destroy()
  }

  #apply(update: Uint8Array, ask: AskGuard): boolean {
    const trial = this.#trial
    let isAccepted = false
    let isSound = false
    this.#events = []
    const judge = (transaction: Y.Transaction) => {
      isAccepted = this.#agrees(transaction, ask)
      isSound = isAccepted || takeBack(transaction)
    }
    trial.once('afterTransaction', judge)
    try {
      Y.applyUpdate(trial, update)
    } catch {
      // What Yjs cannot apply must not be kept, and how far it came nobody knows.
      isSound = false
    } finally {
      trial.off('afterTransaction', judge)
      this.#events = []
    }
    if (!isSound) this.#remakeTrial()
    return isAccepted && isSound
  }

  #agrees({ changed, doc }: Y.Transaction, ask: AskGuard): boolean {
    if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) return false
    for (const type of changed.keys()) if (type.constructor === Y.AbstractType) return false
    try {
      return ask(this.#events, doc)
    } catch {
      // A guard that throws has not agreed.
      return false
    }
  }

  #forgetRoot(name: string): void {
    this.#watched.delete(this.#trial.share.get(name))
    this.#trial.share.delete(name)
  }

  #type(name: string, kind: RootKind): void {
    const known = this.#trial.share.get(name)
    if (known && known.constructor !== Y.AbstractType) return
    define[this.#declared[name] ?? kind](this.#trial, name)
  }

  #watchRoots(): void {
    for (const root of this.#trial.share.values()) {
      if (this.#watched.has(root)) continue
      this.#watched.add(root)
      root.observeDeep((events) => {
        for (const event of events as Y.YEvent<Y.AbstractType<unknown>>[]) this.#events.push(event)
      })
    }
  }

  #remakeTrial(): void {
    this.#trial.destroy()
    this.#watched.clear()
    this.#untried = []
    const beganMs = workedMs()
    this.#trial = docOfUpdates([...this.#written(), ...this.#underway])
    const tookMs = workedMs() - beganMs
    this.#piecesAtMost = piecesIn(this.#trial)
    this.#isTangled = tookMs > TAKES_AT_MOST_MS + this.#piecesAtMost / PIECES_PER_MS
    for (const [name, kind] of Object.entries(this.#declared)) this.#type(name, kind)
    this.#typeByContent()
  }

  /** Roots that came with the document or with the server's own edits. */
  #typeByContent(): void {
    for (const [name, root] of this.#trial.share)
      this.#type(name, root._map.size > 0 ? 'map' : 'array')
  }
}

const define: Readonly<Record<RootKind, (doc: Y.Doc, name: string) => void>> = {
  map: (doc, name) => doc.getMap(name),
  array: (doc, name) => doc.getArray(name),
  text: (doc, name) => doc.getText(name),
  xml: (doc, name) => doc.getXmlFragment(name),
}
