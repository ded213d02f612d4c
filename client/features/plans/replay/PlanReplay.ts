import { yXmlFragmentToProsemirrorJSON } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import type { UserId } from '#shared/ids.ts'
import { Recogniser } from '#shared/plans/authorship/Recogniser.ts'
import { runsOf, textNodes, type UnitId } from '#shared/plans/authorship/textUnits.ts'
import type { PlanJson } from '#shared/plans/outline.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'

/** One stored update of the plan's log. */
export type LogEntry = { readonly by: UserId | null; readonly update: Uint8Array }

/** Words in reading order: so many UTF-16 units, and who wrote them; null is the template. */
export type AuthorRun = readonly [length: number, by: UserId | null]

/** The plan after so many updates of its log. */
export type ReplayView = {
  readonly index: number
  readonly body: PlanJson
  readonly runs: readonly AuthorRun[]
  /** Behind which unit the last update wrote, and who; null when it wrote nothing that stands. */
  readonly caret: { readonly unit: number; readonly by: UserId | null } | null
}

type Frame = { readonly index: number; readonly state: Uint8Array }

/** Between two key frames: some ten milliseconds of applying updates. */
const FRAME_EVERY = 500

/** When there are more, every other one goes and they stand twice as far apart. */
const MOST_FRAMES = 128

/**
 * A plan's log in the browser, for replay: any moment is reached from the key frame before it, and the
 * one after another by applying what lies between. Knows no threads and no network; it is handed
 * the log in pieces and can be asked for what it has at any time.
 */
export class PlanReplay {
  readonly #log: LogEntry[] = []
  readonly #words: Recogniser
  #frames: Frame[] = []
  #every = FRAME_EVERY
  /** Everything so far, without deleted text; frames are taken from it. */
  readonly #head = new Y.Doc()
  #shown = new Y.Doc()
  #shownIndex = 0

  /** Under which client id which number of the log was gone back to. */
  constructor(restores: ReadonlyMap<number, number>, indexOfSeq: (seq: number) => number) {
    this.#words = new Recogniser((client) => {
      const seq = restores.get(client)
      return seq === undefined ? null : Y.encodeStateAsUpdate(this.#docAt(indexOfSeq(seq)))
    })
  }

  get count(): number {
    return this.#log.length
  }

  add(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      this.#log.push(entry)
      this.#words.take(entry.by, entry.update)
      Y.applyUpdate(this.#head, entry.update)
      if (this.count % this.#every === 0) this.#keepFrame()
    }
  }

  view(index: number): ReplayView {
    this.#turnTo(Math.max(0, Math.min(index, this.count)))
    const body = this.#shown.getXmlFragment(PLAN_BODY)
    return {
      index: this.#shownIndex,
      body: yXmlFragmentToProsemirrorJSON(body) as PlanJson,
      ...this.#written(body),
    }
  }

  #keepFrame(): void {
    this.#frames.push({ index: this.count, state: Y.encodeStateAsUpdate(this.#head) })
    if (this.#frames.length <= MOST_FRAMES) return
    this.#every *= 2
    this.#frames = this.#frames.filter(({ index }) => index % this.#every === 0)
  }

  #frameBefore(index: number): Frame | null {
    return this.#frames.findLast((frame) => frame.index <= index) ?? null
  }

  #turnTo(index: number): void {
    const frame = this.#frameBefore(index)
    const isNearer = this.#shownIndex <= index && this.#shownIndex >= (frame?.index ?? 0)
    if (isNearer) this.#apply(this.#shown, this.#shownIndex, index)
    else {
      this.#shown.destroy()
      this.#shown = this.#docAt(index)
    }
    this.#shownIndex = index
  }

  #docAt(index: number): Y.Doc {
    const doc = new Y.Doc()
    const frame = this.#frameBefore(index)
    if (frame) Y.applyUpdate(doc, frame.state)
    this.#apply(doc, frame?.index ?? 0, index)
    return doc
  }

  /** One transaction: what Yjs tidies up after each would otherwise be most of the work. */
  #apply(doc: Y.Doc, from: number, to: number): void {
    doc.transact(() => {
      for (const { update } of this.#log.slice(from, to)) Y.applyUpdate(doc, update)
    })
  }

  #written(body: Y.XmlFragment): Pick<ReplayView, 'runs' | 'caret'> {
    const last = this.#lastUnit()
    const runs: AuthorRun[] = []
    let unit = 0
    let caret: ReplayView['caret'] = null
    for (const { node } of textNodes(body))
      for (const run of runsOf(node)) {
        if (run.isDeleted) continue
        this.#pushRuns(runs, run)
        const within = last && last.client === run.client ? last.clock - run.clock : -1
        if (within >= 0 && within < run.text.length)
          caret = { unit: unit + within + 1, by: this.#log[this.#shownIndex - 1]?.by ?? null }
        unit += run.text.length
      }
    return { runs, caret }
  }

  #pushRuns(runs: AuthorRun[], { client, clock, text }: UnitId & { readonly text: string }): void {
    for (let i = 0; i < text.length; i += 1) {
      const by = this.#words.authors.of({ client, clock: clock + i })
      const last = runs.at(-1)
      if (last && last[1] === by) runs[runs.length - 1] = [last[0] + 1, by]
      else runs.push([1, by])
    }
  }

  /** The last letter that the update shown last wrote. */
  #lastUnit(): UnitId | null {
    const entry = this.#log[this.#shownIndex - 1]
    if (!entry) return null
    const struct = Y.decodeUpdate(entry.update).structs.findLast(
      (one) => one instanceof Y.Item && one.content instanceof Y.ContentString,
    )
    return struct ? { client: struct.id.client, clock: struct.id.clock + struct.length - 1 } : null
  }
}
