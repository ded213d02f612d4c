import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderFigures } from './report.ts'

/*
 * npm run test:long [-- g10 g27]: the suites with their full counts, an hour in all. Those that lie beside
 * their code (the badge's model, steps that move, undoing, the journal) are red or green. The others' figures lie
 * in e2e/results/reliability.jsonl (or where YANKE_FIGURES says, behind what is there) as they come, with
 * how far each suite has got, and are printed as a report at the end. Of a run that was ended early,
 * `node e2e/reliability/report.ts FILE` prints what it has shown.
 */
const root = join(import.meta.dirname, '../..')
const folder = join(root, 'e2e/results')
const ownFile = join(folder, 'reliability.jsonl')
const file = process.env.YANKE_FIGURES ?? ownFile
/** One for all suites of a run; `YANKE_SEED` repeats an earlier one. */
const seed = String(Math.floor(Math.random() * 2 ** 31))

mkdirSync(folder, { recursive: true })
if (file === ownFile) writeFileSync(file, '')
const named = process.argv.slice(2)
const besideTheirCode = [
  'client/lib/sync/saveState.model',
  'client/features/plans/recovery/',
  'client/features/plans/editor/undo.model',
  'server/platform/sync/store/',
  'server/platform/sync/memoryDocStore',
  'server/platform/sync/sqlDocStore',
  'server/platform/backup/',
]
/** Those of one process, then those that need a PostgreSQL and a Redis; never two at a time. */
const suites = [
  ['--project', 'reliability', ...named],
  ['--project', 'services', ...(named.length > 0 ? named : ['e2e/reliability/'])],
  ['--project', 'client', '--project', 'server', ...(named.length > 0 ? named : besideTheirCode)],
]
const statuses = suites.map(
  (words) =>
    spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/vitest/vitest.mjs'),
        ...['run', '--no-file-parallelism', '--passWithNoTests', ...words],
      ],
      {
        cwd: root,
        env: { YANKE_SEED: seed, ...process.env, YANKE_LONG: '1', YANKE_FIGURES: file },
        stdio: 'inherit',
      },
    ).status ?? 1,
)
if (existsSync(file)) process.stdout.write(`\n${renderFigures(readFileSync(file, 'utf8'))}\n`)
process.exitCode = Math.max(...statuses)
