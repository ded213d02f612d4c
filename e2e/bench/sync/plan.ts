type Options = Readonly<Record<string, number | string>>

/** One scenario in one form, for these targets beside one another. */
export type Run = {
  readonly scenario: string
  readonly variant: string
  readonly options: Options
  /** What is shorter in a quick run: for a look while working, not for a figure to be published. */
  readonly quick: Options
  /** The base of the ratios; null where only counts and absolute figures mean something. */
  readonly base: 'relay' | 'bytes' | null
}

/** The whole history, and the part of it a quick run takes. */
const KEYSTROKES = 259_778
const QUICK_KEYSTROKES = 40_000

const heavy: Options = { docs: 10, clients: 5, rate: 20 }
const big: Options = { docs: 5, clients: 4, rate: 5, seedOps: KEYSTROKES }

/** The load of reliability.md's G3. */
const sixty: Options = { docs: 3, clients: 20, rate: 8, secs: 60 }

const run = (
  scenario: string,
  variant: string,
  base: Run['base'],
  options: Options,
  quick: Options,
): Run => ({ scenario, variant, base, options, quick: { ...options, ...quick } })

const shortly: Options = { secs: 4, warmup: 2 }

/** The rows of performance.md §3. */
export const plan: readonly Run[] = [
  run('stock', 'providers', null, {}, {}),
  run('latency', 'light', 'relay', {}, shortly),
  run('latency', 'heavy', 'relay', heavy, shortly),
  run('latency', 'bigdoc', 'relay', big, { ...shortly, seedOps: QUICK_KEYSTROKES }),
  run('latency', 'guarded', 'relay', { kind: 'comments' }, { ...shortly, docs: 10 }),
  run('latency', '60 editors', null, sixty, shortly),
  run('fanout', '200 readers', 'relay', {}, { secs: 4 }),
  run('capacity', 'steps', 'relay', {}, { from: 2000, factor: 2, secs: 1 }),
  run('burst', '20,000', 'relay', {}, {}),
  run('presence', '200 cursors', 'relay', {}, shortly),
  run('durability', 'kill -9', null, {}, { kills: 2, minS: 1, maxS: 3 }),
  run(
    'durability',
    'kill -9, 1000/s',
    null,
    { rate: 1000, minS: 1.5, maxS: 6 },
    { kills: 2, minS: 1, maxS: 2 },
  ),
  run(
    'durability',
    'SIGTERM',
    null,
    { signal: 'SIGTERM', minS: 1.5, maxS: 6 },
    { kills: 2, minS: 1, maxS: 2 },
  ),
  run('coldload', 'b4', 'bytes', { ops: KEYSTROKES }, { ops: QUICK_KEYSTROKES, loads: 3 }),
  run('storm', 'reconnect', 'relay', {}, { docs: 20, clients: 200, opsPerDoc: 2000 }),
  run(
    'storm',
    'class',
    'bytes',
    { mode: 'class', clients: 300, ops: KEYSTROKES },
    { clients: 100, ops: QUICK_KEYSTROKES },
  ),
  run('manydocs', 'plans', 'relay', {}, { docs: 200, settle: 3 }),
  run('manydocs', 'guarded', 'relay', { kind: 'comments', docs: 500 }, { docs: 100, settle: 3 }),
  run('slowreader', '20 readers', 'relay', {}, { secs: 4 }),
]

/** How much of the history the servers of a run have stored. */
export const keystrokesOf = ({ ops }: Options): number =>
  typeof ops === 'number' ? ops : KEYSTROKES
