import { expect, test } from 'vitest'
import { type DocName, docName } from '#shared/sync/docName.ts'
import { createLog } from '../log.ts'
import { Commits } from './Commits.ts'
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
