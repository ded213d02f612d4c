import type { PlanId, UserId } from '#shared/ids.ts'
import { docName, parseDocName } from '#shared/sync/docName.ts'
import { deviceId } from '../../../lib/session/deviceId.ts'
import { copiesOf } from '../../../lib/sync/copyNames.ts'
import type { KeptDoc } from '../../../lib/sync/keepDoc.ts'
import { showing } from '../../../lib/sync/showing.ts'
import { unsentDocs } from '../../../lib/sync/unsentDocs.ts'
import { type KeptPlan, keepPlanDocs } from './keepPlanDocs.ts'

type PlanOptions = Parameters<typeof keepPlanDocs>[1]

/** What this tab is sending, each with what ends it. */
const underway = new Map<PlanId, AbortController>()

/** What this tab shows: where there are no locks it knows of itself at least. */
const shown = new Set<string>()

const lockOf = (planId: PlanId, userId: UserId): string =>
  `${copiesOf(userId)}${docName('plan', planId)}`

/** The server has it, or what it did not take is in the tray; or it will hear nothing of it now. */
const isSettled = ({ open, isOver }: KeptDoc): boolean => {
  const status = open.status.getSnapshot()
  return isOver || (status.kind === 'open' && status.save === 'saved')
}

const whenSettled = (kept: KeptPlan, givenUp: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const stores = [kept.plan, kept.comments]
    const look = (): void => {
      if (givenUp.aborted || stores.every((store) => isSettled(store.getSnapshot()))) resolve()
    }
    for (const store of stores) {
      const follow = (): void => {
        store.getSnapshot().open.status.subscribe(look)
        look()
      }
      store.subscribe(follow)
      follow()
    }
    givenUp.addEventListener('abort', look)
  })

const send = async (planId: PlanId, options: PlanOptions): Promise<void> => {
  // Whoever shows it asks again when they leave.
  if (underway.has(planId) || shown.has(lockOf(planId, options.userId))) return
  const ending = new AbortController()
  underway.set(planId, ending)
  const whole = async (givenUp: AbortSignal): Promise<void> => {
    const kept = keepPlanDocs(planId, { ...options, isUnseen: true })
    await whenSettled(kept, givenUp)
    kept.dispose()
  }
  // Given up: whoever shows the plan sends what there is.
  await showing.whenNobody(lockOf(planId, options.userId), ending.signal, whole).catch(() => {})
  if (underway.get(planId) === ending) underway.delete(planId)
}

/** This tab shows the plan from now on, until the answer is called, and sends what lies here of it. */
export const showPlan = (planId: PlanId, userId: UserId): (() => void) => {
  underway.get(planId)?.abort()
  underway.delete(planId)
  const name = lockOf(planId, userId)
  const end = showing.begin(name)
  shown.add(name)
  return () => {
    shown.delete(name)
    end()
  }
}

/**
 * Sends what plans that nobody shows any more have left in this browser: whoever was told that it
 * would be handed in is not asked to open each of them again. Two who carry the same words into a
 * moved step would double them, so it is left to a tab that shows the plan as long as one does.
 */
export const sendLeftBehind = async (
  userId: UserId,
  options: Omit<PlanOptions, 'userId'> = {},
): Promise<void> => {
  const docs = (await unsentDocs(userId)).map(parseDocName)
  const plans = new Set(
    docs.flatMap((doc) => (doc?.kind === 'plan' || doc?.kind === 'comments' ? [doc.id] : [])),
  )
  for (const planId of plans)
    void send(planId as PlanId, { deviceId: deviceId(), ...options, userId })
}
