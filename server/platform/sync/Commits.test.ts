import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type DocName, docName } from '#shared/sync/docName.ts'
import { createLog } from '../log.ts'
import { Commits, type Committable } from './Commits.ts'
import type { DocPeer } from './DocPeer.ts'
import { type DocStore, FencedOff } from './DocStore.ts'
import { RoomLog } from './RoomLog.ts'

const entry = { update: new Uint8Array([1]), authorId: null, from: null, claims: [] }

/** A room's log beside others, and whether what it accepted was given up. */
const roomIn = (commits: Commits, name: DocName) => {
  const givenUp: unknown[] = []
  const log = new RoomLog(
    {
      name,
      fence: 0,
      clock: { now: () => 0 },
      log: createLog('silent'),
      retry: { attempts: 3, pauseMs: 1 },
      onDue: (due) => {
        commits.due(due)
        setImmediate(() => commits.flush())
      },
      onWritten: () => undefined,
      onGivenUp: (why) => givenUp.push(why),
    },
    0,
  )
  return { log, givenUp }
}

const refusing = (why: Error): [string, DocStore['append']][] => [
  [
    `${why.name}, at once`,
    () => {
      throw why
    },
  ],
  [
    `${why.name}, later`,
    () => {
      const written = Promise.reject(why)
      return { written, durable: written }
    },
  ],
]

test.each([
  ...refusing(new FencedOff('it has another owner')),
  ...refusing(new Error('a bad page')),
])(
  '[DR8] who only waits to be told is not sent away with another document’s writers (%s)',
  async (_how, append) => {
    const commits = new Commits({ append })
    const troubled = roomIn(commits, docName('plan', 'plan-0000001'))
    const sound = roomIn(commits, docName('plan', 'plan-0000002'))
    const counts: number[] = []
    const peer = { acknowledge: (count: number) => counts.push(count) } as unknown as DocPeer
    troubled.log.add(entry)
    sound.log.acknowledge(peer, 1)
    await sound.log.stored()
    expect(counts).toEqual([1])
    await expect.poll(() => troubled.givenUp.length).toBe(1)
    expect(sound.givenUp).toEqual([])
    expect(sound.log.isIdle).toBe(true)
  },
)

/** Rooms that have each something to write, and what they are told of it. */
const roomsWithWork = (commits: Commits, count: number) => {
  const told: string[] = []
  const logs = Array.from({ length: count }, (_, i): Committable => {
    const name = docName('plan', `plan-${String(i).padStart(7, '0')}`)
    let isTaken = false
    return {
      take: () => {
        if (isTaken) return null
        isTaken = true
        const append = { name, updates: [], claims: [], fence: 0 }
        return { append, batch: { number: 1, entries: [], acks: null } }
      },
      written: () => told.push('written'),
      durable: () => told.push('durable'),
      failed: () => told.push('failed'),
    }
  })
  for (const log of logs) commits.due(log)
  return { logs, told }
}

test('[DR6] what was refused together is tried one document after the other', async () => {
  const sizes: number[] = []
  let underway = 0
  let most = 0
  const commits = new Commits({
    append: (batch) => {
      sizes.push(batch.length)
      underway += 1
      most = Math.max(most, underway)
      const written = nextTurn().then(() => {
        underway -= 1
        if (batch.length > 1) throw new Error('a bad page')
      })
      return { written, durable: written }
    },
  })
  const { told } = roomsWithWork(commits, 30)
  commits.flush()
  // Meanwhile somebody else has something to say, who waits for them.
  const late = roomsWithWork(commits, 1)
  commits.flush()
  await expect.poll(() => late.told).toEqual(['written', 'durable'])
  expect(told).toHaveLength(60)
  expect(sizes).toEqual([30, ...Array.from({ length: 30 }, () => 1), 1])
  expect(most).toBe(1)
})

test.each(['written', 'durable', 'failed'] as const)(
  '[DR6] one room that throws when it is told “%s” keeps no other from being told',
  async (what) => {
    const durable = Promise.resolve()
    let isRefusing = false
    const commits = new Commits({
      append: () => {
        if (isRefusing) throw new Error('a bad page')
        return { written: null, durable }
      },
    })
    // From here on it is known to be durable, so that all is told in one turn.
    roomsWithWork(commits, 1)
    commits.flush()
    await nextTurn()
    isRefusing = what === 'failed'
    const { logs, told } = roomsWithWork(commits, 3)
    logs[1]![what] = () => {
      throw new Error('a defect')
    }
    expect(() => commits.flush()).toThrow('a defect')
    while (commits.hasWork) commits.flush()
    expect(told.filter((one) => one === what)).toHaveLength(2)
  },
)
