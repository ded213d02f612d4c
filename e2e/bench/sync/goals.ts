/** A figure of performance.md §3: what is measured, and what it should be at most (or at least). */
export type Goal = {
  readonly figure: string
  /** `scenario variant`. */
  readonly run: string
  readonly key: string
  /** `ratio`: to the base in the same repetition. */
  readonly as: 'ratio' | 'absolute'
  readonly is: 'at most' | 'at least' | 'exactly'
  readonly value: number
  readonly unit: string
}

type Limits = readonly (readonly [figure: string, key: string, goal: string, unit?: string])[]

/** `≤ 1.2×` is a ratio, `≥ 20` and `= 0` are absolute. */
const parse = (goal: string): Pick<Goal, 'as' | 'is' | 'value'> => {
  const [sign = '', number = ''] = goal.split(' ')
  return {
    as: number.endsWith('×') ? 'ratio' : 'absolute',
    is: sign === '≤' ? 'at most' : sign === '≥' ? 'at least' : 'exactly',
    value: Number(number.replace('×', '')),
  }
}

const goalsOf = (run: string, limits: Limits): readonly Goal[] =>
  limits.map(([figure, key, goal, unit = '']) => ({ figure, run, key, ...parse(goal), unit }))

const latencyGoals = (
  name: string,
  variant: string,
  [p50, p99]: readonly [string, string],
): Limits => [
  [`latency ${name}, p50`, 'p50', p50, 'ms'],
  [`latency ${name}, p99`, 'p99', p99, 'ms'],
  [`latency ${name}, lost`, 'lost', '= 0'],
  [`latency ${name}, diverged`, 'diverged', '= 0'],
  ...(variant === 'light' || variant === 'heavy'
    ? ([
        [`acknowledged ${name}, p50`, 'ackP50', '≤ 5', 'ms'],
        [`acknowledged ${name}, p99`, 'ackP99', '≤ 25', 'ms'],
      ] as const)
    : []),
]

const latencies = (
  [
    ['light', 'light', ['≤ 1.2×', '≤ 1.5×']],
    ['heavy', 'heavy', ['≤ 1.2×', '≤ 1.5×']],
    ['in a document of 260,000 operations', 'bigdoc', ['≤ 1.25×', '≤ 1.5×']],
    ['in a guarded document', 'guarded', ['≤ 1.6×', '≤ 2.5×']],
  ] as const
).flatMap(([name, variant, limits]) =>
  goalsOf(`latency ${variant}`, latencyGoals(name, variant, limits)),
)

const kills = (['kill -9', 'kill -9, 1000/s', 'SIGTERM'] as const).flatMap((variant) =>
  goalsOf(`durability ${variant}`, [
    [`${variant}: seen and gone`, 'lost', '= 0'],
    [`${variant}: acknowledged and gone`, 'ackedLost', '= 0'],
  ]),
)

/** The rows of the table, in its order. */
export const goals: readonly Goal[] = [
  ...latencies,
  ...goalsOf('latency 60 editors', [
    ['60 editors in 3 documents: acknowledged, p95', 'ackP95', '≤ 60', 'ms'],
    ['60 editors in 3 documents: acknowledged, p99', 'ackP99', '≤ 150', 'ms'],
    ['60 editors in 3 documents: seen by peers, p95', 'p95', '≤ 120', 'ms'],
  ]),
  ...goalsOf('latency light', [['server CPU per edit, light', 'serverUsPerEdit', '≤ 2×', 'µs']]),
  ...goalsOf('capacity steps', [
    ['server CPU per edit, at capacity', 'usPerEditAtBest', '≤ 0.9×', 'µs'],
    ['capacity', 'editsPerS', '≥ 1.2×', 'edits/s'],
  ]),
  ...goalsOf('fanout 200 readers', [
    ['fan-out to 200: last reader p99', 'lastReaderP99', '≤ 1×', 'ms'],
    ['fan-out to 200: server CPU per delivery', 'serverUsPerDelivery', '≤ 0.95×', 'µs'],
  ]),
  ...goalsOf('burst 20,000', [
    ['burst: peer complete', 'peerCompleteS', '≤ 1.3×', 's'],
    ['burst: longest stall of others', 'othersMaxMs', '≤ 30', 'ms'],
  ]),
  ...goalsOf('presence 200 cursors', [
    ['presence 200: age of a cursor, p99', 'cursorP99', '≤ 20', 'ms'],
    ['presence 200: edit p99 beside it', 'editP99', '≤ 0.5×', 'ms'],
    ['presence 200: server CPU per announcement', 'serverUsPerAnnouncement', '≤ 0.25×', 'µs'],
  ]),
  ...kills,
  ...goalsOf('coldload b4', [
    ['first cold open, in the client’s document', 'firstColdMs', '≤ 1.5×', 'ms'],
    ['later cold opens, last byte', 'coldWireMs', '≤ 1.2×', 'ms'],
    ['the same, of a document that others were written after', 'buriedWireMs', '≤ 1.2×', 'ms'],
    ['longest stall of others while it opens', 'othersMaxMs', '≤ 20', 'ms'],
    ['opened with everything: bytes down', 'againBytesDown', '≤ 11275', 'B'],
    ['cold opens with a wrong text', 'wrongText', '= 0'],
  ]),
  ...goalsOf('storm reconnect', [
    ['500 come back', 'allSyncedMs', '≤ 1.6×', 'ms'],
    ['500 come back: failed', 'failed', '= 0'],
  ]),
  ...goalsOf('storm class', [
    ['300 open one large document', 'allSyncedMs', '≤ 1×', 'ms'],
    ['300 open: failed', 'failed', '= 0'],
  ]),
  ...goalsOf('manydocs plans', [
    ['memory per open document', 'kbPerOpenDoc', '≤ 22', 'kB'],
    ['memory kept after 2 × 2,000 were closed', 'retainedMB', '≤ 1.5×', 'MB'],
    ['documents missing on reopening', 'missingOnReopen', '= 0'],
  ]),
  ...goalsOf('manydocs guarded', [
    ['memory per open guarded document', 'kbPerOpenDoc', '≤ 60', 'kB'],
  ]),
  ...goalsOf('slowreader 20 readers', [
    ['slow readers: closed of 20', 'slowClosed', '≥ 20'],
    ['slow readers: growth', 'rssGrowthMB', '≤ 64', 'MB'],
    ['slow readers: lost by a healthy one', 'lost', '= 0'],
  ]),
  ...goalsOf('stock providers', [
    ['stock providers: messages they did not know', 'complaints', '= 0'],
  ]),
]
