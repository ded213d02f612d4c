import { isKin, type PlanLine, sharedLetters } from './planLines.ts'

/** Shorter ones are alike by chance, unless their step says that they belong together. */
const LEAST_LETTERS = 4
const LEAST_TO_BE_NEARLY = 8
const NEARLY = 0.8

/** Lines of the earlier side that stand elsewhere in the later one, each with what it is there. */
export type Moved = ReadonlyMap<PlanLine, PlanLine>

const isSameStep = (a: PlanLine, b: PlanLine): boolean => a.stepId !== null && a.stepId === b.stepId

const isMoved = (a: PlanLine, b: PlanLine): boolean =>
  isKin(a, b) && a.text === b.text && (isSameStep(a, b) || [...a.text].length >= LEAST_LETTERS)

const isNearlyMoved = (a: PlanLine, b: PlanLine): boolean => {
  const most = Math.max([...a.text].length, [...b.text].length)
  return isKin(a, b) && most >= LEAST_TO_BE_NEARLY && sharedLetters(a.text, b.text) >= NEARLY * most
}

const pairs = (
  gone: readonly PlanLine[],
  added: readonly PlanLine[],
  isPair: (a: PlanLine, b: PlanLine) => boolean,
): Moved => {
  const found = new Map<PlanLine, PlanLine>()
  const left = new Set(added)
  const take = (isWanted: (a: PlanLine, b: PlanLine) => boolean): void => {
    for (const line of gone) {
      const there = found.has(line) ? undefined : [...left].find((one) => isWanted(line, one))
      if (!there) continue
      found.set(line, there)
      left.delete(there)
    }
  }
  // A moved step takes its own lines along before anybody else's that read alike.
  take((a, b) => isSameStep(a, b) && isPair(a, b))
  take(isPair)
  return found
}

/** What says the very same elsewhere. */
export const movedLines = (gone: readonly PlanLine[], added: readonly PlanLine[]): Moved =>
  pairs(gone, added, isMoved)

/** What says nearly the same elsewhere. */
export const nearlyMovedLines = (gone: readonly PlanLine[], added: readonly PlanLine[]): Moved =>
  pairs(gone, added, isNearlyMoved)
