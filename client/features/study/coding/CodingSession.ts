import { present } from '#client/lib/errors/present.ts'
import type { Pass, StCode } from '#shared/study/model.ts'
import type { TimeRange } from '#shared/time.ts'
import { type Coding, emptyCoding, playedOn, pressCode, toggleCell } from './codingModel.ts'
import { draftOf, forgetDraft, keepDraft } from './draft.ts'
import { createPassSaver, type PassSaver, type SaveState } from './passSaver.ts'

/** How far back 退格 goes. */
const HISTORY = 200

export type CodingSnapshot = {
  readonly coding: Coding
  readonly saveState: SaveState
  /** In words; null while all is well. */
  readonly problem: string | null
  readonly canUndo: boolean
  /** Handed in: nothing changes until it is reopened. */
  readonly finished: boolean
  readonly isLoaded: boolean
}

type Parts = {
  readonly range: TimeRange
  readonly deltaMs: number
  /** Names the copy kept in this browser until the server has confirmed. */
  readonly draftKey: string
  save(coding: Coding, finished: boolean): Promise<void>
  /** The pass began, was handed in or reopened: what may be seen of others' has changed. */
  onTurn(): Promise<void>
}

/**
 * One person's pass over one recording while the page is open. The server's copy is taken once; from
 * then on this leads, and the server is kept up with it.
 */
export class CodingSession {
  readonly #parts: Parts
  readonly #saver: PassSaver
  readonly #listeners = new Set<() => void>()
  #snapshot: CodingSnapshot
  #history: readonly Coding[] = []
  #isStarted = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#snapshot = {
      coding: emptyCoding(parts.range),
      saveState: 'saved',
      problem: null,
      canUndo: false,
      finished: false,
      isLoaded: false,
    }
    this.#saver = createPassSaver({
      save: async (coding) => {
        await parts.save(coding, false)
        forgetDraft(parts.draftKey)
        if (!this.#isStarted) await parts.onTurn()
        this.#isStarted = true
      },
      onState: (saveState, thrown) =>
        this.#change({ saveState, problem: thrown ? present(thrown) : null }),
    })
  }

  readonly subscribe = (tell: () => void): (() => void) => {
    this.#listeners.add(tell)
    return () => this.#listeners.delete(tell)
  }
  readonly getSnapshot = (): CodingSnapshot => this.#snapshot

  #change(change: Partial<CodingSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change }
    for (const tell of this.#listeners) tell()
  }

  #write(coding: Coding): void {
    if (coding === this.#snapshot.coding) return
    this.#change({ coding })
    keepDraft(this.#parts.draftKey, coding)
    this.#saver.change(coding)
  }

  #act(coding: Coding): void {
    this.#history = [...this.#history.slice(1 - HISTORY), this.#snapshot.coding]
    this.#change({ canUndo: true })
    this.#write(coding)
  }

  /** What the server has; called with every answer, taken at the first and when it was handed in elsewhere. */
  load(own: Pass | null): void {
    const turned = own !== null && own.finished !== this.#snapshot.finished
    if (this.#snapshot.isLoaded && !(turned && own.finished)) return
    this.#isStarted = own !== null
    const draft = own?.finished ? null : draftOf(this.#parts.draftKey)
    const stored = own ? { points: own.points, coveredMs: own.coveredMs } : null
    const coding = draft ?? stored ?? emptyCoding(this.#parts.range)
    if (own?.finished) this.#saver.drop()
    this.#change({ coding, finished: own?.finished ?? false, isLoaded: true })
    if (draft) this.#saver.change(draft)
  }

  get #isOpen(): boolean {
    return this.#snapshot.isLoaded && !this.#snapshot.finished
  }

  press(nowMs: number, code: StCode): void {
    if (!this.#isOpen) return
    const { range, deltaMs } = this.#parts
    const atMs = Math.round(Math.min(Math.max(nowMs, range.startMs), range.endMs))
    this.#act(pressCode(this.#snapshot.coding, { atMs, code }, range, deltaMs))
  }

  toggle(cell: TimeRange): void {
    if (this.#isOpen) this.#act(toggleCell(this.#snapshot.coding, cell))
  }

  undo(): void {
    const previous = this.#history[this.#history.length - 1]
    if (!this.#isOpen || !previous) return
    this.#history = this.#history.slice(0, -1)
    this.#change({ canUndo: this.#history.length > 0 })
    this.#write(previous)
  }

  /** The recording played from here to there without a jump. */
  played(fromMs: number, toMs: number): void {
    if (!this.#isOpen) return
    this.#write(playedOn(this.#snapshot.coding, fromMs, Math.min(toMs, this.#parts.range.endMs)))
  }

  readonly flush = (): void => void this.#saver.flush()

  /** Hands the pass in, or opens it again. False, with the reason in words, when the server refused. */
  async turn(finished: boolean): Promise<boolean> {
    try {
      await this.#saver.flush()
      this.#saver.drop()
      await this.#parts.save(this.#snapshot.coding, finished)
      forgetDraft(this.#parts.draftKey)
      this.#history = []
      this.#isStarted = true
      this.#change({ finished, canUndo: false, problem: null, saveState: 'saved' })
      await this.#parts.onTurn()
      return true
    } catch (thrown) {
      this.#change({ problem: present(thrown), saveState: 'unsaved' })
      return false
    }
  }
}
