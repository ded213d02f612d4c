import * as Y from 'yjs'
import { type DocSnapshot, emptySnapshot } from './DocSnapshot.ts'
import { decodeClocks } from './Knowledge.ts'
import { MERGE_WIDTH, mergeAll } from './mergeAll.ts'
import { syncStep2Message, updateMessage } from './message.ts'
import { OutMessage } from './RoomSocket.ts'

/** What somebody lacks of a document up to this size is put together here: that takes 20 ms at most. */
const HERE_BYTES = 384 * 1024

/** Kept answers; each stands for one state vector that was asked about since the last change. */
const MAX_ANSWERS = 64
const MAX_ANSWERS_BYTES = 16 * 1024 * 1024
const MIN_KEPT_BYTES = 8 * 1024

/** What of these updates lies beyond a state vector, as one update; computed off the serving thread. */
export type FarCut = (updates: readonly Uint8Array[], vector: Uint8Array) => Promise<Uint8Array>

const isEmpty = (vector: Uint8Array): boolean => vector.length === 1 && vector[0] === 0

/**
 * What of a document is written, as bytes: a snapshot and a tail of updates. Serving it needs no
 * Y.Doc, so an open document costs its own size and a keystroke costs a keystroke.
 */
export class DocContent {
  #base: DocSnapshot
  #baseClocks: ReadonlyMap<number, number> | null = null
  #tail: Uint8Array[]
  #sizeBytes: number
  #tailBytes = 0
  /** Whole groups of the tail, merged; made when somebody asks. */
  #groups: Uint8Array[] | null = null
  #foldedTail: Uint8Array | null = null
  /** State vector → answer: after an outage a whole class asks the same. */
  #answers: Map<string, OutMessage> | null = null
  #answersBytes = 0
  #underway: Map<string, Promise<Uint8Array>> | null = null

  constructor(base: DocSnapshot | null, tail: readonly Uint8Array[]) {
    this.#base = base ?? emptySnapshot
    this.#tail = []
    this.#sizeBytes = this.#base.state.length
    for (const update of tail) this.append(update)
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  get tailLength(): number {
    return this.#tail.length
  }

  get tailBytes(): number {
    return this.#tailBytes
  }

  append(update: Uint8Array): void {
    this.#tail.push(update)
    this.#sizeBytes += update.length
    this.#tailBytes += update.length
    this.#foldedTail = null
    this.forgetAnswers()
  }

  forgetAnswers(): void {
    this.#answers = null
  }

  /** Everything, as updates in order. */
  updates(): readonly Uint8Array[] {
    return [this.#base.state, ...this.#tail]
  }

  /** A snapshot of the first `count` updates of the tail takes their place. */
  rebase(snapshot: DocSnapshot, count: number): void {
    const rest = this.#tail.slice(count)
    this.#base = snapshot
    this.#baseClocks = null
    this.#tail = []
    this.#groups = null
    this.#foldedTail = null
    this.#sizeBytes = snapshot.state.length
    this.#tailBytes = 0
    this.forgetAnswers()
    for (const update of rest) this.append(update)
  }

  /**
   * The answer to a SyncStep1: everything that somebody with this state vector lacks (and every
   * deletion: Yjs cannot tell which), in one SyncStep2. A promise only when putting it together takes
   * too long for the serving thread; what is written meanwhile then stands right behind it.
   */
  answerTo(vector: Uint8Array, farCut: FarCut): OutMessage | Promise<OutMessage> {
    const key = Buffer.from(vector).toString('latin1')
    const known = this.#answers?.get(key)
    if (known) return known
    const isBaseEnough = this.#tail.length === 0 && (isEmpty(vector) || this.#coversBase(vector))
    if (!isBaseEnough && this.#sizeBytes > HERE_BYTES) return this.#fromFar(key, vector, farCut)
    return this.#kept(key, syncStep2Message(this.#beyond(vector)))
  }

  /** Many who ask the same at once wait for the same. */
  async #fromFar(key: string, vector: Uint8Array, farCut: FarCut): Promise<OutMessage> {
    const base = this.#base
    const count = this.#tail.length
    this.#underway ??= new Map()
    const asked = `${count} ${key}`
    const cutting = this.#underway.get(asked) ?? farCut(this.updates(), vector)
    this.#underway.set(asked, cutting)
    const update = await cutting.finally(() => this.#underway?.delete(asked))
    // A new base has swallowed a part of the tail, and nobody can tell any more what came since.
    if (this.#base !== base) return this.#fromFar(key, vector, farCut)
    const since = this.#tail.slice(count)
    const answer = syncStep2Message(update)
    return since.length === 0
      ? this.#kept(key, answer)
      : OutMessage.joined([answer, updateMessage(mergeAll(since))])
  }

  /** A small answer is made again as soon as it is found, and kept it would hold on to a whole slab. */
  #kept(key: string, answer: OutMessage): OutMessage {
    if (answer.frames.length < MIN_KEPT_BYTES) return answer
    this.#answers ??= new Map()
    this.#answersBytes = this.#answers.size === 0 ? 0 : this.#answersBytes
    const isFull = this.#answersBytes + answer.frames.length > MAX_ANSWERS_BYTES
    if (isFull || this.#answers.size >= MAX_ANSWERS) {
      this.#answers.clear()
      this.#answersBytes = 0
    }
    this.#answers.set(key, answer)
    this.#answersBytes += answer.frames.length
    return answer
  }

  stateVector(): Uint8Array {
    return Y.encodeStateVectorFromUpdate(mergeAll(this.updates()))
  }

  /** A Y.Doc of its own, to read, to judge or to edit a copy. Costs as much as the document is large. */
  toDoc(): Y.Doc {
    const doc = new Y.Doc()
    doc.transact(() => {
      for (const update of this.updates()) Y.applyUpdate(doc, update)
    })
    return doc
  }

  #beyond(vector: Uint8Array): Uint8Array {
    const first = this.#ofBase(vector)
    if (this.#tail.length === 0) return first
    this.#foldedTail ??= this.#foldTail()
    const rest = isEmpty(vector) ? this.#foldedTail : Y.diffUpdate(this.#foldedTail, vector)
    return Y.mergeUpdates([first, rest])
  }

  #ofBase(vector: Uint8Array): Uint8Array {
    const { state, deletions } = this.#base
    if (isEmpty(vector)) return state
    return this.#coversBase(vector) ? deletions : Y.diffUpdate(state, vector)
  }

  /** A growing tail costs the next asker little more than what has come since the last one. */
  #foldTail(): Uint8Array {
    this.#groups ??= []
    for (;;) {
      const from = this.#groups.length * MERGE_WIDTH
      if (this.#tail.length - from < MERGE_WIDTH)
        return mergeAll([...this.#groups, ...this.#tail.slice(from)])
      this.#groups.push(Y.mergeUpdates(this.#tail.slice(from, from + MERGE_WIDTH)))
    }
  }

  #coversBase(vector: Uint8Array): boolean {
    this.#baseClocks ??= decodeClocks(this.#base.vector)
    const has = Y.decodeStateVector(vector)
    for (const [client, clock] of this.#baseClocks) if ((has.get(client) ?? 0) < clock) return false
    return true
  }
}
