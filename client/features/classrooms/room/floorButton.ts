import type { ClassroomCommand } from '#shared/classrooms/contract.ts'
import type { ClassroomRole, ClassroomState } from '#shared/classrooms/model.ts'
import { otherSite, type Site } from '#shared/lessons/model.ts'

export type FloorVerb = 'offer' | 'grant' | 'take' | 'reclaim' | 'request' | 'withdraw'

/** The one button of the floor panel: its verb, and what it sends. */
export type FloorButton = {
  readonly verb: FloorVerb
  readonly command: ClassroomCommand
  /** The site the verb names. */
  readonly site: Site
  /** When the request or offer it takes back was made, session ms. */
  readonly sinceMs: number | null
}

type Me = { readonly role: ClassroomRole; readonly site: Site | null }
type Floor = Pick<ClassroomState, 'phase' | 'floor' | 'floorRequest' | 'floorOffer'>

const whileHolding = (state: Floor, site: Site): FloorButton => {
  const { floorOffer, floorRequest } = state
  const to = otherSite(site)
  if (floorOffer)
    return {
      verb: 'withdraw',
      command: { type: 'floor.withdraw' },
      site: to,
      sinceMs: floorOffer.atMs,
    }
  const verb = floorRequest?.site === to ? 'grant' : 'offer'
  return { verb, command: { type: 'floor.offer' }, site: to, sinceMs: null }
}

/** Null: there is nothing to hand over, or nobody here who may. */
export const floorButton = (state: Floor, me: Me, isDual: boolean): FloorButton | null => {
  if (state.phase !== 'live' || !me.site || me.role === 'observer' || !isDual) return null
  if (state.floor === me.site) return whileHolding(state, me.site)
  if (state.floorOffer?.to === me.site)
    return { verb: 'take', command: { type: 'floor.take' }, site: me.site, sinceMs: null }
  // The lead teacher does not ask.
  if (me.role === 'lead')
    return { verb: 'reclaim', command: { type: 'floor.take' }, site: me.site, sinceMs: null }
  if (state.floorRequest?.site === me.site)
    return {
      verb: 'withdraw',
      command: { type: 'floor.withdraw' },
      site: me.site,
      sinceMs: state.floorRequest.atMs,
    }
  return { verb: 'request', command: { type: 'floor.request' }, site: me.site, sinceMs: null }
}
