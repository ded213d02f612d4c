import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { summaryOf } from '#e2e/bench/sync/lib/stats.ts'

const valueSchema = z.union([z.number(), z.string(), z.boolean(), z.null()])
const lineSchema = z.object({
  figure: z.string(),
  goal: z.string(),
  isLong: z.boolean(),
  seed: z.number(),
  at: z.string(),
  /** A line on the way; the figure's own line stands for all of them. */
  isProgress: z.boolean().default(false),
  values: z.record(z.string(), valueSchema),
})
type Line = z.infer<typeof lineSchema>

const goalOf = ({ figure, goal }: Line): string => `${figure}: ${goal}`

/** Names as they stand in the code, with spaces: `ackedLost` is "acked lost", `p99Ms` "p99 ms". */
const inWords = (key: string): string =>
  key.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)

const cell = (value: z.infer<typeof valueSchema> | undefined): string =>
  value === undefined || value === null || value === '' ? '–' : String(value)

/** What was found, and of what did not come to its end the last that was noted. */
const whatCounts = (lines: readonly Line[]): readonly Line[] =>
  lines.filter((line, at) => {
    if (!line.isProgress) return true
    const later = lines.slice(at + 1).filter((other) => goalOf(other) === goalOf(line))
    return later.length === 0
  })

/** One table for each figure; its columns are what was noted. */
const tableOf = (lines: readonly Line[]): readonly string[] => {
  const columns = [...new Set(lines.flatMap(({ values }) => Object.keys(values)))]
  const isCutShort = lines.some(({ isProgress }) => isProgress)
  return [
    ...(isCutShort ? ['**Ended before its end:** the last line is how far it came.', ''] : []),
    `| ${columns.map(inWords).join(' | ')} |`,
    `|${columns.map(() => '---').join('|')}|`,
    ...lines.map(
      ({ values }) => `| ${columns.map((column) => cell(values[column])).join(' | ')} |`,
    ),
  ]
}

/** The figures of a run in Markdown, as docs/reliability.md has them. */
export const renderFigures = (text: string): string => {
  const lines = whatCounts(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => lineSchema.parse(JSON.parse(line))),
  )
  // G5 before G10.
  const inOrder = lines.toSorted((a, b) => Number(a.figure.slice(1)) - Number(b.figure.slice(1)))
  const goals = new Set(inOrder.map(goalOf))
  const days = [...new Set(lines.map(({ at }) => at.slice(0, 10)))]
  const seeds = [...new Set(lines.map(({ seed }) => seed))]
  const worst = summaryOf(
    lines.flatMap(({ figure, values }) =>
      figure === 'G11' && typeof values.bystanderMaxMs === 'number' ? [values.bystanderMaxMs] : [],
    ),
  )
  return [
    `${lines.every(({ isLong }) => isLong) ? 'Long form' : '**Short form**'}, ${days.join(', ')}, seeds ${seeds.join(' ')}. Times are noted, not asserted; every figure has a control that goes red.`,
    ...(worst.max === null
      ? []
      : [`Longest a bystander waited during a hostile update: ${worst.max} ms.`]),
    ...[...goals].flatMap((goal) => [
      ...['', `### ${goal}`, ''],
      ...tableOf(lines.filter((line) => goalOf(line) === goal)),
    ]),
  ].join('\n')
}

/** `node e2e/reliability/report.ts FILE` prints it. */
const [, program, file] = process.argv
if (program === import.meta.filename && file)
  process.stdout.write(`${renderFigures(readFileSync(file, 'utf8'))}\n`)
