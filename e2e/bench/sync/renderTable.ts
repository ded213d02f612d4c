import { type Goal, goals } from './goals.ts'
import { median, rounded } from './lib/stats.ts'
import { plan } from './plan.ts'
import { figureOf, type Head, type RunRecord } from './records.ts'

const nameOf = ({ scenario, variant }: { scenario: string; variant: string }): string =>
  `${scenario} ${variant}`

const baseOf = (run: string): string | null =>
  plan.find((planned) => nameOf(planned) === run)?.base ?? null

/** Calm runs; noisy ones only where there are no three calm ones. */
const chosen = (runs: readonly RunRecord[]): readonly RunRecord[] => {
  const good = runs.filter(({ error }) => error === undefined)
  const calm = good.filter(({ isNoisy }) => !isNoisy)
  return calm.length >= 3 ? calm : good
}

type Measured = {
  readonly absolute: number | null
  readonly ratio: number | null
  readonly base: number | null
  readonly reps: number
  readonly failed: number
}

/** Medians over the repetitions; the ratio is the median of the ratios within each. */
export const measure = (records: readonly RunRecord[], goal: Goal, target: string): Measured => {
  const ofRun = records.filter((record) => nameOf(record) === goal.run)
  const own = ofRun.filter((record) => record.target === target)
  const used = chosen(own)
  const base = baseOf(goal.run)
  const baseByRep = new Map(
    ofRun
      .filter((record) => record.target === base)
      .map((record) => [record.rep, figureOf(record, goal.key)]),
  )
  const ratios = used.map((record) => {
    const mine = figureOf(record, goal.key)
    const theirs = baseByRep.get(record.rep)
    return mine !== null && theirs ? mine / theirs : null
  })
  return {
    absolute: rounded(median(used.map((record) => figureOf(record, goal.key)))),
    ratio: median(ratios),
    base: rounded(median(baseByRep.values())),
    reps: used.length,
    failed: own.length - own.filter(({ error }) => error === undefined).length,
  }
}

const isMet = ({ is, value }: Goal, measured: number): boolean => {
  if (is === 'at most') return measured <= value
  return is === 'at least' ? measured >= value : measured === value
}

const signs = { 'at most': '≤', 'at least': '≥', exactly: '=' } as const

const goalInWords = ({ is, as, value, unit }: Goal): string =>
  as === 'ratio' ? `${signs[is]} ${value}×` : `${signs[is]} ${value} ${unit}`.trim()

/** A target against which others are measured, or ours. */
const notPeers: ReadonlySet<string> = new Set(['studio', 'relay', 'bytes'])

/** Other servers that ran beside ours. */
const peersIn = (records: readonly RunRecord[]): readonly string[] =>
  [...new Set(records.map(({ target }) => target))].filter((target) => !notPeers.has(target))

const figureInWords = (goal: Goal, { absolute, ratio }: Measured): readonly string[] => [
  ...(goal.as === 'ratio' && ratio !== null ? [`${ratio.toFixed(2)}×`] : []),
  absolute === null ? '–' : `${absolute} ${goal.unit}`.trim(),
]

const row = (
  records: readonly RunRecord[],
  goal: Goal,
  peers: readonly string[],
): string | null => {
  const measured = measure(records, goal, 'studio')
  const { absolute, ratio, base, reps, failed } = measured
  if (reps === 0 && failed === 0) return null
  const judged = goal.as === 'ratio' ? ratio : absolute
  const shown = [
    ...figureInWords(goal, measured),
    ...(goal.as === 'ratio' && base !== null ? [`(${base})`] : []),
  ]
  const verdict =
    judged === null ? (failed > 0 ? 'failed' : '–') : isMet(goal, judged) ? '' : 'miss'
  const theirs = peers.map((peer) => figureInWords(goal, measure(records, goal, peer)).join(' · '))
  return cells([goal.figure, goalInWords(goal), shown.join(' · '), `${reps}`, verdict, ...theirs])
}

const cells = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`

const headInWords = (head: Head): readonly string[] => [
  `Measured ${head.at.slice(0, 16).replace('T', ' ')} UTC at ${head.commit}, Node ${head.node}, ${head.cores} × ${head.cpu}, ${head.memoryGB} GB; one write with fsync p50 ${head.fsyncP50Ms} ms, p99 ${head.fsyncP99Ms} ms; history ${head.history}.`,
  `Signed in: ${head.signedIn}. On: ${head.checks}. Raised: ${head.limits}.`,
  ...(head.isQuick
    ? ['**A quick run, for a look while working: not for a figure to be published.**']
    : []),
]

/** What went wrong, and what others on the machine disturbed. */
const remarks = (records: readonly RunRecord[]): readonly string[] => [
  ...records
    .filter(({ error }) => error !== undefined)
    .map((record) => `- ${nameOf(record)}, ${record.target}: ${record.error?.split('\n')[0]}`),
  ...(records.some(({ isNoisy }) => isNoisy)
    ? [
        `- noisy (others used > 15 % of the machine): ${records.filter(({ isNoisy }) => isNoisy).length} of ${records.length} runs`,
      ]
    : []),
]

/** The table of performance.md §3 in Markdown: figure, goal, measured, misses marked. */
export const renderTable = (head: Head | undefined, records: readonly RunRecord[]): string => {
  const peers = peersIn(records)
  return [
    ...(head ? headInWords(head).flatMap((line) => [line, '']) : []),
    'Ratios are to the bare relay (opening: to the encoded document read from one file) in the same repetition, medians of them; the base’s own figure stands in brackets.',
    '',
    cells(['figure', 'goal', 'measured', 'runs', '', ...peers]),
    `|---|---:|---:|---:|---|${'---:|'.repeat(peers.length)}`,
    ...goals.flatMap((goal) => row(records, goal, peers) ?? []),
    '',
    ...remarks(records),
  ].join('\n')
}
