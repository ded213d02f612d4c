import type { PlanId } from '#shared/ids.ts'
import type { Contributions } from './jobs.ts'

/** So many plans' figures are remembered; they hold until somebody writes. */
const REMEMBERED = 20

/**
 * Counting anew costs seconds for a long log, so the last answers are kept until the log has grown, and
 * a staff room that opens one lesson's past together has it counted once.
 */
export class ContributionCache {
  readonly #known = new Map<PlanId, Contributions>()
  readonly #underway = new Map<PlanId, Promise<Contributions>>()

  async of(
    planId: PlanId,
    hasGrown: (afterSeq: number) => Promise<boolean>,
    count: () => Promise<Contributions>,
  ): Promise<Contributions> {
    // What was begun before the question may lack what had been written by then.
    await this.#underway.get(planId)?.catch(() => {})
    const known = this.#known.get(planId)
    if (known && !(await hasGrown(known.seq))) return known
    const counting = this.#underway.get(planId) ?? this.#count(planId, count)
    this.#underway.set(planId, counting)
    return counting
  }

  async #count(planId: PlanId, count: () => Promise<Contributions>): Promise<Contributions> {
    const counted = await count().finally(() => this.#underway.delete(planId))
    this.#known.delete(planId)
    this.#known.set(planId, counted)
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= REMEMBERED) break
      this.#known.delete(oldest)
    }
    return counted
  }
}
