import { expect, it, test } from 'vitest'
import { docName } from '#shared/sync/docName.ts'
import { createLog } from '../log.ts'
import { Commits } from './Commits.ts'
import type { DocPeer } from './DocPeer.ts'
import type { DocStore, Receipt } from './DocStore.ts'
import { RoomLog } from './RoomLog.ts'
import { deferred } from './testing/syncHarness.ts'

const name = docName('plan', 'plan-0000001')
const entry = { update: new Uint8Array([1]), authorId: null, from: null, claims: [] }

const atOnce = (): Receipt => ({ written: null, durable: Promise.resolve() })

const openLog = ({
  append = atOnce,
  attempts = 1,
  onGivenUp = () => undefined,
}: {
  append?: DocStore['append']
  attempts?: number
  onGivenUp?: (why: unknown) => void
} = {}) => {
  const commits = new Commits({ append })
  const log = new RoomLog(
    {
      name,
      fence: 0,
      clock: { now: () => 0 },
      log: createLog('silent'),
      retry: { attempts, pauseMs: 1 },
      onDue: (due) => commits.due(due),
      onWritten: () => undefined,
      onGivenUp,
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

/** A store in which the test decides when each append is written and durable, or that it is not. */
const heldStore = () => {
  const begin = () => ({ written: deferred(), durable: deferred() })
  const appends: ReturnType<typeof begin>[] = []
  const append = (): Receipt => {
    const held = begin()
    appends.push(held)
    return { written: held.written.promise, durable: held.durable.promise }
  }
  const at = (index: number) => {
    const held = appends[index]
    if (!held) throw new Error(`append ${index} has not begun`)
    return held
  }
  return { append, at, count: () => appends.length }
}

/** However many microtasks lie between a store's promise and who waits for it. */
const told = () => new Promise((resolve) => setImmediate(resolve))

test('[DR1] who asks for the document waits for what was accepted before, not for silence', async () => {
  const { append, at } = heldStore()
  const { log, commits } = openLog({ append })
  const heard: string[] = []
  log.add(entry)
  log.whenWritten(() => heard.push('first'))
  commits.flush()
  log.whenWritten(() => heard.push('while it is written'))
  log.add(entry)
  log.whenWritten(() => heard.push('behind the second'))
  at(0).written.resolve()
  await told()
  expect(log.isWritten).toBe(false)
  expect(heard).toEqual(['first', 'while it is written'])
  log.add(entry)
  at(1).written.resolve()
  await told()
  expect(log.isWritten).toBe(false)
  expect(heard).toEqual(['first', 'while it is written', 'behind the second'])
})

test('[DR17] what was received is down when its own append is, though people write on', async () => {
  const { append, at } = heldStore()
  const { log, commits } = openLog({ append })
  const down: string[] = []
  log.add(entry)
  const first = log.stored().then(() => down.push('first'))
  commits.flush()
  log.add(entry)
  const second = log.stored().then(() => down.push('second'))
  at(0).written.resolve()
  at(0).durable.resolve()
  await first
  expect(log.isIdle).toBe(false)
  expect(down).toEqual(['first'])
  log.add(entry)
  at(1).written.resolve()
  at(1).durable.resolve()
  await second
  expect(log.isIdle).toBe(false)
})

test('[DR8] who waits for what failed once waits for its second try', async () => {
  const { append, at, count } = heldStore()
  const { log, commits } = openLog({ append, attempts: 2 })
  let isDown = false
  log.add(entry)
  const stored = log.stored().then(() => {
    isDown = true
  })
  commits.flush()
  at(0).written.reject(new Error('disk full'))
  await expect
    .poll(() => {
      commits.flush()
      return count()
    })
    .toBe(2)
  expect(isDown).toBe(false)
  at(1).written.resolve()
  at(1).durable.resolve()
  await stored
  expect(log.lastSeq).toBe(1)
})

test('[DR8] what was written before is not forgotten with what failed', async () => {
  const { append, at } = heldStore()
  const { log, commits } = openLog({ append })
  log.add(entry)
  const before = log.stored()
  commits.flush()
  at(0).written.resolve()
  await told()
  log.add(entry)
  const lost = log.stored()
  commits.flush()
  at(1).written.reject(new Error('disk full'))
  await expect(lost).rejects.toThrow('could not be saved')
  // It asks after the failure, and for nothing that failed.
  const after = log.stored()
  at(0).durable.resolve()
  await Promise.all([before, after])
  expect(log.isIdle).toBe(true)
})

/** Somebody of whom only counts what they were told, and whether they are still here. */
const peer = (isClosed: () => boolean, counts: number[]) =>
  ({
    acknowledge: (count: number) => counts.push(count),
    get isClosed() {
      return isClosed()
    },
  }) as unknown as DocPeer

test('[DR8] readers stay and are told that what they sent is known; who was sent away is not', async () => {
  const { append, at } = heldStore()
  let areWritersGone = false
  const { log, commits } = openLog({
    append,
    onGivenUp: () => {
      areWritersGone = true
    },
  })
  const [reader, writer]: [number[], number[]] = [[], []]
  log.add(entry)
  log.acknowledge(
    peer(() => areWritersGone, writer),
    7,
  )
  log.acknowledge(
    peer(() => false, reader),
    1,
  )
  commits.flush()
  at(0).written.reject(new Error('disk full'))
  await told()
  commits.flush()
  expect({ reader, writer }).toEqual({ reader: [1], writer: [] })
  expect(log.isIdle).toBe(true)
})

test('[DR8] whom an append that failed had been told as written is known, and nobody else', async () => {
  const { append, at } = heldStore()
  const someone = () => peer(() => false, [])
  const [early, late, never] = [someone(), someone(), someone()]
  const relying: boolean[][] = []
  const note = () => relying.push([early, late, never].map((of) => log.isReliedOnBy(of)))
  const { log, commits } = openLog({ append, onGivenUp: note })
  log.relies(never)
  log.add(entry)
  log.relies(early)
  commits.flush()
  log.add(entry)
  log.relies(late)
  note()
  at(0).written.resolve()
  await told()
  commits.flush()
  at(1).written.reject(new Error('disk full'))
  await told()
  expect(relying).toEqual([
    [true, true, false],
    [false, true, false],
  ])
})
