import { parseArgs } from 'node:util'
import { z } from 'zod'
import { Target } from './lib/Target.ts'
import { within } from './lib/time.ts'
import { keystrokesOf } from './plan.ts'
import { scenarios } from './scenarios/index.ts'
import { targets } from './targets/index.ts'

/*
 * One scenario with one target, in a process of its own: `node runScenario.ts latency relay '{"secs":5}'`.
 * Prints one line of JSON.
 */
const LIMIT_MS = 15 * 60_000

const { positionals } = parseArgs({ allowPositionals: true })
const [scenarioName = '', targetName = '', given = '{}'] = positionals
const options = z.record(z.string(), z.union([z.number(), z.string()])).parse(JSON.parse(given))
const scenario = scenarios[scenarioName]
const makeTarget = targets[targetName]
if (!scenario || !makeTarget)
  throw new Error(
    `a scenario of ${Object.keys(scenarios).join(' ')} and a target of ${Object.keys(targets).join(' ')}`,
  )

// And the server goes, too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const target = new Target(makeTarget(keystrokesOf(options)))
let line: unknown
try {
  line = await within(scenario.run(target, options), LIMIT_MS, scenarioName)
} catch (thrown) {
  line = { error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) }
}
await target.cleanUp()
process.stdout.write(`${JSON.stringify(line)}\n`, () => process.exit(0))
