import type { ClassroomState } from './model.ts'

/** A sender's clock is believed this far, in ms; see contract.ts. */
export const CLOCK_TRUST_MS = 3000

/**
 * Session time of an act in whole ms. The sender knows best when the button was pressed, so their
 * session time is taken when it is near the server's own; it never lies in the future, nor before
 * what it changes.
 */
export const sessionTime = (
  state: Pick<ClassroomState, 'startedAtMs' | 'stepStartedMs' | 'floorSinceMs'>,
  nowMs: number,
  claimedMs?: number,
): number => {
  if (state.startedAtMs === null) return 0
  const server = Math.max(0, Math.round(nowMs - state.startedAtMs))
  const believed =
    claimedMs !== undefined && Math.abs(claimedMs - server) <= CLOCK_TRUST_MS ? claimedMs : server
  return Math.max(Math.min(believed, server), state.stepStartedMs ?? 0, state.floorSinceMs)
}
