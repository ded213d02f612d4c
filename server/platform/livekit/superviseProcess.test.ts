import { ChildProcess } from 'node:child_process'
import { afterEach, expect, it, vi } from 'vitest'
import { type ProcessEvent, type Supervised, superviseProcess } from './superviseProcess.ts'

/** Programs of one line, so that nothing here needs the real media server. */
const node = (code: string) => ({ command: process.execPath, args: ['-e', code] })
const lives = 'process.stdin.resume(); setInterval(() => {}, 1e6); console.log("up")'

let supervised: Supervised | undefined
afterEach(() => supervised?.stop())

/** Runs programs in turn and waits for an event. */
const watch = (codes: readonly string[], isReady = async () => true) => {
  const events: ProcessEvent[] = []
  const pauses: number[] = []
  const lines: string[] = []
  const waiting: { type: string; count: number; resolve: () => void }[] = []
  let life = 0
  supervised = superviseProcess({
    plan: async () => ({ ...node(codes[Math.min(life++, codes.length - 1)] ?? ''), isReady }),
    onLine: (line) => lines.push(line),
    wait: async (ms) => void pauses.push(ms),
    onEvent: (event) => {
      events.push(event)
      for (const one of waiting)
        if (events.filter((event) => event.type === one.type).length >= one.count) one.resolve()
    },
  })
  return {
    events,
    pauses,
    lines,
    until: (type: ProcessEvent['type'], count: number) =>
      new Promise<void>((resolve) => waiting.push({ type, count, resolve })),
  }
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

it('starts again, saying what the program said last, with growing pauses', async () => {
  const seen = watch(
    ['console.error("could not parse config"); process.exit(1)'],
    async () => false,
  )
  await seen.until('ended', 8)
  await supervised?.stop()
  expect(seen.events).toContainEqual({
    type: 'ended',
    lastLine: 'could not parse config',
    retryMs: 250,
  })
  expect(seen.pauses.slice(0, 8)).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000])
})

it('replaces a program that was killed', async () => {
  const seen = watch([lives])
  await seen.until('ready', 1)
  const [first] = seen.events.flatMap((event) => (event.type === 'started' ? [event.pid] : []))
  if (first === undefined) throw new Error('nothing was started')
  process.kill(first, 'SIGKILL')
  await seen.until('ready', 2)
  expect(seen.events.map((event) => event.type)).toEqual([
    'started',
    'ready',
    'ended',
    'started',
    'ready',
  ])
})

it('says that a program is missing and goes on trying', async () => {
  const events: ProcessEvent[] = []
  await new Promise<void>((resolve) => {
    supervised = superviseProcess({
      plan: async () => ({
        command: '/nowhere/livekit-server',
        args: [],
        isReady: async () => false,
      }),
      onLine: () => undefined,
      wait: async () => undefined,
      onEvent: (event) => {
        if (events.push(event) === 2) resolve()
      },
    })
  })
  expect(events[0]).toMatchObject({ type: 'ended', lastLine: expect.stringContaining('ENOENT') })
})

/** Whatever moment it is stopped in: one of these lies between the failed start and its error. */
it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
  'signals nobody in the place of a program that is missing (%i)',
  async (microtasks) => {
    const pids: (number | undefined)[] = []
    const kill = vi.spyOn(ChildProcess.prototype, 'kill').mockImplementation(function (
      this: ChildProcess,
    ) {
      pids.push(this.pid)
      return true
    })
    const stopped = Promise.withResolvers<void>()
    const stopLater = async () => {
      for (let i = 0; i < microtasks; i += 1) await null
      await supervised?.stop()
      stopped.resolve()
    }
    supervised = superviseProcess({
      plan: async () => {
        void stopLater()
        return { command: '/nowhere/livekit-server', args: [], isReady: async () => false }
      },
      onLine: () => undefined,
      onEvent: () => undefined,
      wait: async () => undefined,
    })
    await stopped.promise
    kill.mockRestore()
    expect(pids).toEqual([])
  },
)

it.each([
  ['one that obeys SIGTERM', lives],
  ['one that does not', `process.on("SIGTERM", () => {}); ${lives}`],
])('leaves no process behind: %s', async (_which, code) => {
  const events: ProcessEvent[] = []
  await new Promise<void>((resolve) => {
    supervised = superviseProcess({
      plan: async () => ({ ...node(code), isReady: async () => true }),
      // Ready comes before the program has set its signal handler; its own line does not.
      onLine: () => resolve(),
      onEvent: (event) => events.push(event),
    })
  })
  const [pid] = events.flatMap((event) => (event.type === 'started' ? [event.pid] : []))
  expect(isAlive(pid ?? 0)).toBe(true)
  await supervised?.stop()
  expect(isAlive(pid ?? 0)).toBe(false)
  expect(events.some((event) => event.type === 'ended')).toBe(false)
})
