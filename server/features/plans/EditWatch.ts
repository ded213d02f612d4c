import type { PlanId, UserId } from '#shared/ids.ts'
import { newWords, writtenLine } from './changedWords.ts'

/** An author's edit becomes news when they have been at it this long, or when they leave. */
const SETTLES_AFTER_MS = 60_000

/** And then not again for this long. */
const QUIET_MS = 30 * 60_000

/** `before` is the plan's text when it began, `line` the author's own latest. */
type Sitting = { readonly sinceMs: number; readonly before: string; after: string; line: string }
export type Edit = {
  readonly authors: readonly UserId[]
  readonly before: string
  readonly after: string
}
export type EditNews = { readonly authorId: UserId; readonly words: string }

/**
 * Gathers what each author changes, so that 备课组动态 shows a sentence and not its first letter. In
 * memory: a crash may lose a line of news, never a word of the plan.
 */
export class EditWatch {
  readonly #sittings = new Map<PlanId, Map<UserId, Sitting>>()
  readonly #toldAtMs = new Map<string, number>()
  /** Who has which plan open; a plan that nobody has open is not in it. */
  readonly #present = new Map<PlanId, readonly UserId[]>()

  /**
   * These people's edits were stored; answers with what is settled by now: also of those who wrote
   * and left before it was stored.
   */
  edited(planId: PlanId, { authors, before, after }: Edit, nowMs: number): readonly EditNews[] {
    const ofPlan = this.#sittings.get(planId) ?? new Map<UserId, Sitting>()
    this.#sittings.set(planId, ofPlan)
    const line = writtenLine(before, after)
    for (const author of line === null ? [] : authors) {
      const sitting = ofPlan.get(author)
      if (sitting) Object.assign(sitting, { after, line })
      else if (this.#mayTell(planId, author, nowMs))
        ofPlan.set(author, { sinceMs: nowMs, before, after, line: line ?? '' })
    }
    const present = this.#present.get(planId) ?? []
    return this.#take(
      planId,
      (author, { sinceMs }) => nowMs - sinceMs >= SETTLES_AFTER_MS || !present.includes(author),
      nowMs,
    )
  }

  /** Whoever is not among these has left, and their edit is settled. */
  present(planId: PlanId, people: readonly UserId[], nowMs: number): readonly EditNews[] {
    if (people.length > 0) this.#present.set(planId, people)
    else this.#present.delete(planId)
    return this.#take(planId, (author) => !people.includes(author), nowMs)
  }

  #take(
    planId: PlanId,
    isSettled: (author: UserId, sitting: Sitting) => boolean,
    nowMs: number,
  ): readonly EditNews[] {
    const ofPlan = this.#sittings.get(planId)
    const settled = [...(ofPlan ?? [])].filter(([author, sitting]) => isSettled(author, sitting))
    for (const [author] of settled) {
      ofPlan?.delete(author)
      this.#toldAtMs.set(`${planId}:${author}`, nowMs)
    }
    if (ofPlan?.size === 0) this.#sittings.delete(planId)
    return settled.flatMap(([authorId, { line, before, after }]) => {
      const words = newWords(line, before, after)
      return words === null ? [] : [{ authorId, words }]
    })
  }

  #mayTell(planId: PlanId, author: UserId, nowMs: number): boolean {
    const key = `${planId}:${author}`
    const toldAtMs = this.#toldAtMs.get(key)
    const isQuiet = toldAtMs !== undefined && nowMs - toldAtMs < QUIET_MS
    if (!isQuiet) this.#toldAtMs.delete(key)
    return !isQuiet
  }
}
