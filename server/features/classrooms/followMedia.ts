import { byNobody, type LoggedAct, unchanged } from '#shared/classrooms/change.ts'
import { sessionTime } from '#shared/classrooms/sessionTime.ts'
import { goOnPuttingOut, judgePresent } from './mediaGuard.ts'
import { BACK_AFTER_START_MS } from './presenceKeeper.ts'
import type { Classrooms } from './wiring.ts'

/** Says in every open classroom what the media server is: ready, being built, down, absent. */
const tellMedia = async ({ deps, repo, live }: Classrooms): Promise<void> => {
  const { state: media } = deps.media.status()
  for (const classroomId of await repo.open())
    await live.change(classroomId, ({ state }) => {
      if (state.media === media || state.phase === 'ended') return unchanged(state)
      const atMs = sessionTime(state, deps.clock.now())
      const told: LoggedAct = {
        ...byNobody(atMs),
        data: { type: 'media.changed', site: null, state: media },
      }
      return {
        state: { ...state, media },
        events: state.phase === 'live' ? [told] : [],
      }
    })
}

/** After a start: open classrooms get their documents back in step, and people time to come back. */
export const resume = async (parts: Classrooms): Promise<void> => {
  for (const classroomId of await parts.repo.open()) {
    await parts.live.refresh(classroomId)
    await parts.presence.update(classroomId, BACK_AFTER_START_MS)
  }
  await tellMedia(parts)
  await judgePresent(parts)
  await goOnPuttingOut(parts)
}

/** Follows the media server until called off. */
export const followMedia = (parts: Classrooms): (() => void) =>
  parts.deps.media.onStatus(({ state }) => {
    void tellMedia(parts)
      .then(() => (state === 'ready' ? judgePresent(parts) : undefined))
      .catch((thrown: unknown) =>
        parts.deps.log.error({ err: thrown }, 'classrooms do not know their media state'),
      )
  })
