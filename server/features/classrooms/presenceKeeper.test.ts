import { expect, it } from 'vitest'
import { systemClock } from '#server/platform/clock.ts'
import { createLog } from '#server/platform/log.ts'
import type { DocConnection } from '#server/platform/sync/ports.ts'
import { initialState } from '#shared/classrooms/initialState.ts'
import type { PresentPerson } from '#shared/classrooms/model.ts'
import type { ClassroomId, UserId } from '#shared/ids.ts'
import type { LiveClassroom, LiveClassrooms } from './liveClassrooms.ts'
import { createPresence } from './presenceKeeper.ts'

const classroomId = 'classroom-0001' as ClassroomId
const userId = 'user-lin-0001' as UserId

const here = {
  ...{ connectionId: 'connection-01', deviceId: 'device-0001', name: `classroom:${classroomId}` },
  actor: { kind: 'person', hue: 'lin', userId, name: '林', memberships: [], isAdmin: false },
  grant: {
    ...{ access: 'write', identity: { userId, name: '林', hue: 'lin' } },
    decided: { role: 'lead', site: 'near' },
  },
} as unknown as DocConnection

/** Presence as one of several nodes keeps it: what others make of the classroom is the test's to say. */
const node = () => {
  const waiting: (() => void)[] = []
  const stage = {
    connections: [] as readonly DocConnection[],
    people: [] as readonly PresentPerson[],
  }
  const live = {
    change: async (_id: ClassroomId, decide: Parameters<LiveClassrooms['change']>[1]) => {
      const state = { ...initialState({ steps: [], slides: null }, 'absent'), people: stage.people }
      const devices = { known: {}, superseded: [] }
      const outcome = await decide({ classroomId, state, devices } as unknown as LiveClassroom)
      stage.people = outcome.state.people
      return outcome
    },
  } as unknown as LiveClassrooms
  const presence = createPresence(
    {
      ...{ clock: systemClock, log: createLog('silent'), again: () => {} },
      docs: { connections: async () => stage.connections } as unknown as Parameters<
        typeof createPresence
      >[0]['docs'],
      later: (_ms, run) => {
        waiting.push(run)
        return () => {}
      },
    },
    live,
  )
  return {
    stage,
    update: () => presence.update(classroomId),
    /** The time is over for whoever was waited for. */
    waitOver: async () => {
      for (const run of waiting.splice(0)) run()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

it('waits again for whoever comes and goes on another node, though it waited in vain before', async () => {
  const { stage, update, waitOver } = node()
  stage.connections = [here]
  await update()
  expect(stage.people).toHaveLength(1)
  const seen = stage.people
  stage.connections = []
  await update()
  // Another node was faster.
  stage.people = []
  await waitOver()
  // It is back, which the other node has seen, and loads its page anew.
  stage.people = seen
  await update()
  expect(stage.people).toEqual(seen)
  await waitOver()
  expect(stage.people).toEqual([])
})
