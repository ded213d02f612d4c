import { AppError } from '../errors/appError.ts'
import { otherSite, type Site } from '../lessons/model.ts'
import { act, type Change, unchanged, type Who } from './change.ts'
import type { ClassroomState } from './model.ts'

/** 发言权 is one site's at a time: request → offer → take; the lead teacher may take it any time. */

const notYours = (state: ClassroomState, who: Who): AppError =>
  new AppError('classrooms/not-your-floor', { data: { school: who.schools[state.floor] ?? '' } })

const movedTo = (state: ClassroomState, site: Site, who: Who): Change => ({
  state: { ...state, floor: site, floorSinceMs: who.atMs, floorRequest: null, floorOffer: null },
  events: [act(who, { type: 'floor.taken', site })],
})

export const requestFloor = (state: ClassroomState, site: Site, who: Who): Change => {
  if (state.floor === site || state.floorRequest) return unchanged(state)
  if (state.floorOffer?.to === site) return movedTo(state, site, who)
  return {
    state: { ...state, floorRequest: { site, by: who.name, atMs: who.atMs } },
    events: [act(who, { type: 'floor.requested', site })],
  }
}

/** Offers the floor to the other site. Where it has been asked for, the offer grants it at once. */
export const offerFloor = (state: ClassroomState, site: Site, who: Who): Change | AppError => {
  const to = otherSite(site)
  if (state.floor !== site) return notYours(state, who)
  if (who.schools[to] === null || state.floorOffer) return unchanged(state)
  const offered = act(who, { type: 'floor.offered', to })
  if (state.floorRequest?.site === to) {
    const granted = movedTo(state, to, who)
    return { state: granted.state, events: [offered, ...granted.events] }
  }
  return {
    state: { ...state, floorOffer: { to, by: who.name, atMs: who.atMs } },
    events: [offered],
  }
}

export const takeFloor = (state: ClassroomState, site: Site, who: Who): Change | AppError => {
  if (state.floor === site) return unchanged(state)
  if (state.floorOffer?.to !== site && who.role !== 'lead') return notYours(state, who)
  return movedTo(state, site, who)
}

/** Takes back one's own request or offer, or leaves an offer untaken. */
export const withdrawFloor = (state: ClassroomState, site: Site, who: Who): Change => {
  const ownRequest = state.floorRequest?.site === site
  if (!ownRequest && !state.floorOffer) return unchanged(state)
  return {
    state: {
      ...state,
      floorRequest: ownRequest ? null : state.floorRequest,
      floorOffer: null,
    },
    events: [act(who, { type: 'floor.withdrawn', site })],
  }
}
