import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'

export type ProcessPlan = {
  readonly command: string
  readonly args: readonly string[]
  /** Asked again and again until it is true. */
  isReady(): Promise<boolean>
}

export type ProcessEvent =
  | { readonly type: 'started'; readonly pid: number }
  | { readonly type: 'ready' }
  /** `lastLine` is what the program said last: usually why it ended. */
  | { readonly type: 'ended'; readonly lastLine: string; readonly retryMs: number }

export type Supervised = { stop(): Promise<void> }

type Wait = (ms: number, signal: AbortSignal) => Promise<void>

const firstRetryMs = 250
const longestRetryMs = 15_000
/** A life this long shows that the program works; the next crash is retried at once again. */
const provenMs = 30_000
const readyPollMs = 50
const readyWithinMs = 20_000
const secondTermMs = 300
const termGraceMs = 4_000

const realWait: Wait = async (ms, signal) => {
  // Being stopped while waiting is an answer, not a failure.
  await delay(ms, undefined, { signal }).catch(() => undefined)
}

/**
 * Keeps one program running until it is stopped: starts it, notices when it is ready, starts it
 * again with growing pauses when it ends. `plan` is asked before each life, so that ports which
 * were taken meanwhile are chosen anew.
 */
export const superviseProcess = (options: {
  readonly plan: () => Promise<ProcessPlan>
  readonly onEvent: (event: ProcessEvent) => void
  readonly onLine: (line: string) => void
  readonly wait?: Wait
}): Supervised => {
  const stopping = new AbortController()
  const wait = options.wait ?? realWait
  const loop = keepAlive({ ...options, wait, signal: stopping.signal })
  return {
    stop: async () => {
      stopping.abort()
      await loop
    },
  }
}

type Loop = {
  readonly plan: () => Promise<ProcessPlan>
  readonly onEvent: (event: ProcessEvent) => void
  readonly onLine: (line: string) => void
  readonly wait: Wait
  readonly signal: AbortSignal
}

const keepAlive = async (loop: Loop): Promise<void> => {
  let failures = 0
  while (!loop.signal.aborted) {
    const began = performance.now()
    const lastLine = await oneLife(loop).catch((error: unknown) => String(error))
    if (loop.signal.aborted) return
    failures = performance.now() - began > provenMs ? 0 : failures + 1
    const retryMs = Math.min(firstRetryMs * 2 ** Math.max(failures - 1, 0), longestRetryMs)
    loop.onEvent({ type: 'ended', lastLine, retryMs })
    await loop.wait(retryMs, loop.signal)
  }
}

/** From start to end of one process. Answers with its last line. */
const oneLife = async (loop: Loop): Promise<string> => {
  const plan = await loop.plan()
  if (loop.signal.aborted) return ''
  const child = spawn(plan.command, [...plan.args], { stdio: ['ignore', 'pipe', 'pipe'] })
  // Whatever way this process ends, except kill -9, its child ends too.
  const killAtExit = () => signal(child, 'SIGKILL')
  process.on('exit', killAtExit)
  const over = new AbortController()
  const ended = waitForEnd(child, loop.onLine).finally(() => over.abort())
  const stop = () => void endChild(child, over.signal)
  loop.signal.addEventListener('abort', stop)
  if (child.pid !== undefined) loop.onEvent({ type: 'started', pid: child.pid })
  try {
    await announceReady(child, { plan, loop, over: over.signal })
    return await ended
  } finally {
    loop.signal.removeEventListener('abort', stop)
    process.off('exit', killAtExit)
  }
}

const waitForEnd = async (child: ChildProcess, onLine: (line: string) => void): Promise<string> => {
  let lastLine = ''
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    createInterface({ input: stream }).on('line', (line) => {
      lastLine = line
      onLine(line)
    })
  }
  return new Promise((resolve) => {
    // `close` comes after the last line, `exit` may come before it.
    child.once('close', () => resolve(lastLine))
    child.once('error', (error) => resolve(error.message))
  })
}

const announceReady = async (
  child: ChildProcess,
  life: { readonly plan: ProcessPlan; readonly loop: Loop; readonly over: AbortSignal },
): Promise<void> => {
  const deadline = performance.now() + readyWithinMs
  while (!life.over.aborted && !life.loop.signal.aborted) {
    if (await life.plan.isReady()) {
      if (!life.over.aborted && !life.loop.signal.aborted) life.loop.onEvent({ type: 'ready' })
      return
    }
    if (performance.now() > deadline) {
      signal(child, 'SIGKILL')
      return
    }
    await realWait(readyPollMs, life.over)
  }
}

/**
 * A program that could not be started has the number 0 until its error is told, and a signal to 0
 * goes to everybody in our own group: the studio, its launcher, whoever started that.
 */
const signal = (child: ChildProcess, name: NodeJS.Signals): void => {
  if (child.pid !== undefined) child.kill(name)
}

/**
 * LiveKit waits for its participants to leave after the first SIGTERM and closes their connections
 * at the second. What then still runs is ended without asking.
 */
const endChild = async (child: ChildProcess, over: AbortSignal): Promise<void> => {
  signal(child, 'SIGTERM')
  await realWait(secondTermMs, over)
  if (!over.aborted) signal(child, 'SIGTERM')
  await realWait(termGraceMs, over)
  if (!over.aborted) signal(child, 'SIGKILL')
}
