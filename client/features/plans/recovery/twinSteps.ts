import * as Y from 'yjs'
import { countPastClock } from '#shared/plans/countPastClock.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { carryLines, isContained, linesIn } from './stepLines.ts'

const stepsIn = (doc: Y.Doc): readonly Y.XmlElement[] =>
  doc
    .getXmlFragment(PLAN_BODY)
    .toArray()
    .filter((child) => child instanceof Y.XmlElement && child.nodeName === 'lessonStep')
    .filter((child) => child instanceof Y.XmlElement)

const idOf = (step: Y.XmlElement): Y.ID => step._item?.id ?? Y.createID(0, 0)

/**
 * Who of several is the step and who its twin: decided by what never changes, so that everybody
 * decides alike; and by the clock first, for `countPast` puts a copy above what it was made from.
 */
const isAbove = (a: Y.XmlElement, b: Y.XmlElement): boolean => {
  const [x, y] = [idOf(a), idOf(b)]
  return x.clock === y.clock ? x.client > y.client : x.clock > y.clock
}

/**
 * Leaves out as many of this page's clocks as it takes for what it makes next to be above the step: for
 * whoever puts a copy in its place. With a copy below it three pages could go round in a circle, and no
 * step would be left: one deletes X, as Y stands; one moves Y, which makes Z of it; one deletes Z, as X stands.
 * As it is a step only ever goes for one that is above it, and the uppermost of all stays.
 */
export const countPast = (step: Y.XmlElement, transaction: Y.Transaction): void =>
  countPastClock(idOf(step).clock, transaction)

const winnerOf = (steps: readonly Y.XmlElement[]): Y.XmlElement | null =>
  steps.reduce<Y.XmlElement | null>(
    (best, step) => (best && isAbove(best, step) ? best : step),
    null,
  )

/** The step with this id, or the one of several that stays. */
export const standingStep = (doc: Y.Doc, stepId: unknown): Y.XmlElement | null =>
  winnerOf(stepsIn(doc).filter((step) => step.getAttribute('stepId') === stepId))

type Twins = { readonly winner: Y.XmlElement; readonly others: readonly Y.XmlElement[] }

const twinsIn = (doc: Y.Doc): readonly Twins[] => {
  const byId = new Map<string, Y.XmlElement[]>()
  for (const step of stepsIn(doc)) {
    const stepId: unknown = step.getAttribute('stepId')
    if (typeof stepId !== 'string') continue
    const alike = byId.get(stepId) ?? []
    alike.push(step)
    byId.set(stepId, alike)
  }
  return [...byId.values()].flatMap((steps) => {
    const winner = winnerOf(steps)
    return winner && steps.length > 1
      ? [{ winner, others: steps.filter((step) => step !== winner) }]
      : []
  })
}

/** The same for everybody: two pages that part twins at once write the same. */
const ownIdOf = (step: Y.XmlElement): string => {
  const { client, clock } = idOf(step)
  return `twin-${client.toString(36)}-${clock.toString(36)}`
}

const MINUTES = 'minutes'

/** A copy comes with its minutes; what has taken the place of a value was set in the copy itself. */
const hasOwnMinutes = (step: Y.XmlElement): boolean => {
  const item = step._map.get(MINUTES)
  return item !== undefined && item.origin !== null
}

/** Minutes that were set in the twin only. Every page says the same, so it does not matter how many do. */
const carryMinutes = (twin: Y.XmlElement, winner: Y.XmlElement): void => {
  const minutes: unknown = twin.getAttribute(MINUTES)
  const isKnown = minutes === winner.getAttribute(MINUTES)
  if (isKnown || typeof minutes !== 'number') return
  if (!hasOwnMinutes(twin) || hasOwnMinutes(winner)) return
  // Yjs types attributes as strings; the schema says that these are numbers.
  winner.setAttribute(MINUTES, minutes as never)
}

const settleTwin = (
  doc: Y.Doc,
  twin: Y.XmlElement,
  { winner }: Twins,
  isPatient: boolean,
): void => {
  const isOwn = (item: Y.Item) => item.id.client === doc.clientID
  const own = linesIn(twin, (item) => !item.deleted, isOwn)
  if (!isContained(twin, winner)) carryLines(doc, own, winner)
  carryMinutes(twin, winner)
  const { parent } = twin
  if (isContained(twin, winner) && parent instanceof Y.XmlFragment)
    parent.delete(parent.toArray().indexOf(twin), 1)
  else if (!isPatient) twin.setAttribute('stepId', ownIdOf(twin))
}

/**
 * Two people who move one step at the same moment leave two copies of it. One stays, the same on
 * every page; into it each page puts what was typed in the other on this page; and the other goes as soon as all
 * its words stand in the one that stays. Deleted by several pages at once it is deleted once. Words of somebody
 * who has left nobody else may carry, or they would come from several pages: a twin that keeps such
 * words for longer than is patient becomes a step of its own. Answers whether twins are left.
 */
export const settleTwins = (
  doc: Y.Doc,
  { isPatient }: { readonly isPatient: boolean },
): boolean => {
  const found = twinsIn(doc)
  if (found.length > 0)
    doc.transact(() => {
      for (const twins of found)
        for (const twin of twins.others) settleTwin(doc, twin, twins, isPatient)
    }, 'settleTwins')
  return found.length > 0 && twinsIn(doc).length > 0
}
