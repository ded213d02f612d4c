import { expect, it } from 'vitest'
import { docName } from '#shared/sync/docName.ts'
import { createLog } from '../log.ts'
import { Commits } from './Commits.ts'
import { RoomLog } from './RoomLog.ts'

const name = docName('plan', 'plan-0000001')
const entry = { update: new Uint8Array([1]), authorId: null, from: null, claims: [] }

const openLog = () => {
  const commits = new Commits({
    append: () => ({ written: null, durable: Promise.resolve() }),
  })
  const log = new RoomLog(
    {
      name,
      fence: 0,
      clock: { now: () => 0 },
      log: createLog('silent'),
      retry: { attempts: 1, pauseMs: 1 },
      onDue: (due) => commits.due(due),
      onWritten: () => undefined,
      onGivenUp: () => undefined,
    },
    0,
  )
  return { log, commits }
}

/** However many microtasks the asker spends between being told and looking. */
it.each([0, 1, 2, 3, 4, 5])(
  '[DR2] is idle in the same moment in which it says that everything is stored (%i)',
  async (microtasks) => {
    const { log, commits } = openLog()
    log.add(entry)
    commits.flush()
    // As a room does that is about to be left. With the flag cleared a microtask later this could
    // go round for ever without once letting the event loop turn.
    let rounds = 0
    while (!log.isIdle && rounds < 1000) {
      await log.stored()
      rounds += 1
      if (log.isIdle) break
      for (let i = 0; i < microtasks; i += 1) await null
    }
    expect(rounds).toBe(1)
    expect(log.lastSeq).toBe(1)
  },
)
