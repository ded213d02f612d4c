import type * as Y from 'yjs'
import { ByteReader } from './ByteReader.ts'
import { type DocSnapshot, emptySnapshot } from './DocSnapshot.ts'
import { Deletions, encodeRanges, readRanges } from './deletions.ts'
import { docOfUpdates } from './docOfUpdates.ts'
import { decodeClocks } from './Knowledge.ts'
import { syncStep2Message } from './message.ts'
import type { OutMessage } from './RoomSocket.ts'
import { encodeRuns, Runs } from './Runs.ts'
import { readStored } from './readStored.ts'

/** Kept answers; each stands for one state vector that was asked about since the last change. */
const MAX_ANSWERS = 64
const MAX_ANSWERS_BYTES = 16 * 1024 * 1024

/** What somebody lacks of a smaller document is found again as fast as it is kept. */
const MIN_KEPT_BYTES = 4 * 1024

const isEmpty = (vector: Uint8Array): boolean => vector.length === 1 && vector[0] === 0

/**
 * What of a document is written, as bytes: a snapshot and a tail of updates. Serving it needs no
 * Y.Doc, so an open document costs its own size and a keystroke costs a keystroke.
 */
export class DocContent {
  #base: DocSnapshot
  #tail: Uint8Array[]
  #sizeBytes: number
  #tailBytes = 0
  /** The structs of all of it as far as somebody has asked for them, and how much of the tail that is. */
  #runs: Runs | null = null
  #inRuns = 0
  /** Deletions of the tail up to there. */
  readonly #tailDeletions = new Deletions()
  /** All deletions, encoded; null since there are more. */
  #deletions: Uint8Array | null = null
  /** State vector → answer: after an outage a whole class asks the same. */
  #answers: Map<string, OutMessage> | null = null
  #answersBytes = 0
  #wasAsked = false

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
    this.#forgetAnswers()
  }

  /** Called now and then: lets go of what nobody has asked for since the last time. */
  rest(): void {
    this.#forgetAnswers()
    if (!this.#wasAsked) this.#runs = null
    this.#wasAsked = false
  }

  #forgetAnswers(): void {
    this.#answers = null
    this.#answersBytes = 0
  }

  /** Everything, as updates in order. */
  updates(): readonly Uint8Array[] {
    return [this.#base.state, ...this.#tail]
  }

  /** A snapshot of the first `count` updates of the tail takes their place. */
  rebase(snapshot: DocSnapshot, count: number): void {
    const rest = this.#tail.slice(count)
    this.#base = snapshot
    this.#tail = []
    this.#sizeBytes = snapshot.state.length
    this.#tailBytes = 0
    this.#runs = null
    this.#forgetAnswers()
    for (const update of rest) this.append(update)
  }

  /**
   * The answer to a SyncStep1: everything that somebody with this state vector lacks (and every
   * deletion: Yjs cannot tell which), in one SyncStep2.
   */
  answerTo(vector: Uint8Array): OutMessage {
    this.#wasAsked = true
    const key = Buffer.from(vector).toString('latin1')
    const known = this.#answers?.get(key)
    if (known) return known
    const answer = syncStep2Message(this.beyond(vector))
    if (this.#sizeBytes >= MIN_KEPT_BYTES) this.#keep(key, answer.inOwnMemory())
    return answer
  }

  /** Somebody may ask with a thousand vectors about a document of megabytes. */
  #keep(key: string, answer: OutMessage): void {
    const sizeBytes = answer.frames.length
    if (this.#answersBytes + sizeBytes > MAX_ANSWERS_BYTES) this.#forgetAnswers()
    this.#answers ??= new Map()
    if (this.#answers.size >= MAX_ANSWERS) return
    this.#answers.set(key, answer)
    this.#answersBytes += sizeBytes
  }

  /** What lies beyond a state vector, as one update: put together by copying, so it costs what it weighs. */
  beyond(vector: Uint8Array): Uint8Array {
    if (isEmpty(vector) && this.#tail.length === 0) return this.#base.state
    const runs = this.#currentRuns()
    this.#deletions ??= this.#allDeletions()
    return runs.beyond(decodeClocks(vector), this.#deletions)
  }

  stateVector(): Uint8Array {
    return this.#currentRuns().vector()
  }

  /** A Y.Doc of its own, to read, to judge or to edit a copy. Costs as much as the document is large. */
  toDoc(): Y.Doc {
    return docOfUpdates(this.updates())
  }

  #currentRuns(): Runs {
    const runs = this.#runs ?? this.#runsOfBase()
    this.#runs = runs
    for (; this.#inRuns < this.#tail.length; this.#inRuns += 1) {
      const update = this.#tail[this.#inRuns] ?? emptySnapshot.state
      const shape = readStored(update)
      runs.add(update, shape)
      if (shape.deletions.size === 0) continue
      this.#tailDeletions.add(shape.deletions)
      this.#deletions = null
    }
    return runs
  }

  #runsOfBase(): Runs {
    this.#inRuns = 0
    this.#tailDeletions.clear()
    this.#deletions = null
    const { state, runs } = this.#base
    return Runs.of(state, runs ?? encodeRuns(readStored(state)))
  }

  #allDeletions(): Uint8Array {
    // Behind the number of structs, which is none.
    const ofBase = this.#base.deletions.subarray(1)
    if (this.#tailDeletions.ranges.size === 0) return ofBase
    const all = new Deletions()
    all.add(readRanges(new ByteReader(ofBase)))
    all.add(this.#tailDeletions.ranges)
    return encodeRanges(all.ranges)
  }
}
