import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { plan, type Run } from './plan.ts'
import { readHead } from './readHead.ts'
import { figureOf, type Head, type RunRecord, recordSchema } from './records.ts'
import { renderTable } from './renderTable.ts'

const USAGE = `npm run bench:sync -- [--only latency,burst] [--targets studio] [--reps 3] [--minutes 600] [--quick] [--json FILE]
npm run bench:sync -- report FILE...      the table again, as it stands in docs/performance.md
e2e/bench/sync/README.md says what is measured, and what the machine has to do with it.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    targets: { type: 'string' },
    reps: { type: 'string' },
    minutes: { type: 'string', default: '600' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

/** Above this share of the machine used by others a figure says little. */
const NOISE = 0.15
const RUN_LIMIT_MS = 16 * 60_000

const write = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const readRecords = (files: readonly string[]) => {
  const records = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => recordSchema.parse(JSON.parse(line))),
  )
  return {
    head: records.find((record): record is Head => record.kind === 'head'),
    runs: records.filter((record): record is RunRecord => record.kind === 'run'),
  }
}

const isWanted = ({ scenario, variant }: Run): boolean => {
  const wanted = values.only?.split(',')
  return !wanted || wanted.includes(scenario) || wanted.includes(`${scenario}:${variant}`)
}

/** What the rest of the machine used; a killed server's share cannot be told from others'. */
const isNoisy = (scenario: string, record: RunRecord): boolean =>
  scenario !== 'durability' && (figureOf(record, 'foreignCpuShare') ?? 0) > NOISE

const runOne = (planned: Run, target: string, rep: number): RunRecord => {
  const { scenario, variant } = planned
  const options = JSON.stringify(values.quick ? planned.quick : planned.options)
  const program = join(import.meta.dirname, 'runScenario.ts')
  const child = spawnSync(process.execPath, [program, scenario, target, options], {
    encoding: 'utf8',
    timeout: RUN_LIMIT_MS,
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = child.stdout.trim().split('\n').at(-1) || '{"error":"it said nothing"}'
  const bare = { kind: 'run', scenario, variant, target, rep, isNoisy: false } as const
  const record: RunRecord = { ...bare, ...JSON.parse(said) }
  return { ...record, isNoisy: isNoisy(scenario, record) }
}

const measureAll = (): void => {
  const head = readHead(values.quick)
  const runs: RunRecord[] = []
  const file = values.json && resolve(values.json)
  const note = (record: Head | RunRecord): void => {
    if (file) appendFileSync(file, `${JSON.stringify(record)}\n`)
  }
  if (file) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, '')
  }
  note(head)
  const endMs = Date.now() + Number(values.minutes) * 60_000
  const reps = Number(values.reps ?? (values.quick ? 1 : 3))
  for (let rep = 1; rep <= reps; rep += 1)
    for (const planned of plan.filter(isWanted)) {
      const named = values.targets?.split(',') ?? ['studio']
      const targets = new Set([...(planned.base ? [planned.base] : []), ...named])
      for (const target of targets) {
        if (Date.now() > endMs) continue
        const record = runOne(planned, target, rep)
        runs.push(record)
        note(record)
        const how = record.error ? `failed: ${record.error.split('\n')[0]}` : 'done'
        write(`${rep} ${planned.scenario} ${planned.variant}, ${target}: ${how}`)
      }
    }
  write(`\n${renderTable(head, runs)}`)
}

if (values.help) write(USAGE)
else if (positionals[0] === 'report') {
  const { head, runs } = readRecords(positionals.slice(1))
  write(renderTable(head, runs))
} else measureAll()
