import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPages } from '../../server/start/buildPages.mjs'
import { checkTools } from '../../server/start/checkTools.mjs'
import { findNode } from '../../server/start/findNode.mjs'
import {
  areDependenciesInstalled,
  installDependencies,
} from '../../server/start/installDependencies.mjs'
import { endRunning, runQuietly } from '../../server/start/runQuietly.mjs'
import { crashedFiles } from './crashedFiles.mjs'
import { ensureBrowser } from './ensureBrowser.mjs'
import { ensureServices } from './ensureServices.mjs'
import { ensureTools } from './ensureTools.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const folder = mkdtempSync(join(tmpdir(), 'yanke-tests-'))
const logOf = (name) => join(folder, `${name}.log`)
/** A step that hangs must not hold the others' results back. */
const longestStepMs = 45 * 60_000

const counts = { passed: 0, failed: 0 }
const add = (passed, failed) => {
  counts.passed += passed
  counts.failed += failed
}

/** Runs one step and prints its line. `work` answers what to add to the line; what it throws fails the run. */
const step = async (name, work) => {
  const began = performance.now()
  const line = (sign, more) =>
    console.log(
      `${sign} ${name}${more ? ` ${more}` : ''} (${((performance.now() - began) / 1000).toFixed(1)} s)`,
    )
  try {
    line('✓', await work())
    return true
  } catch (error) {
    line('✗', '')
    for (const text of [...(error.tail ?? []), error.message]) console.log(text)
    return false
  }
}

/** A program of ours under Node 24; its whole output is shown when it fails. */
const run = async (node, name, words, env = {}) => {
  const [program, ...rest] = words
  const { code } = await runQuietly(node, [join(root, 'node_modules', '.bin', program), ...rest], {
    cwd: root,
    // Whatever asks for `node` gets the same one.
    env: { ...process.env, ...env, PATH: `${dirname(node)}:${process.env.PATH}` },
    logPath: logOf(name),
    limitMs: longestStepMs,
    // A test that signals its whole group must not end the run that is to report it.
    ownGroup: true,
  })
  return code
}

const failedWith = (name, message) => {
  const error = new Error(message)
  error.tail = [readFileSync(logOf(name), 'utf8')]
  return error
}

/** A check counts as one test. */
const check = (node, name, words) =>
  step(name, async () => {
    if ((await run(node, words[0], words)) !== 0) {
      add(0, 1)
      throw failedWith(words[0], `${name} failed`)
    }
    add(1, 0)
  })

const jsonOf = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    // The program ended before it could write its report.
    return undefined
  }
}

/**
 * A suite of tests counted from its JSON report. A crash, an error outside a test or a suite
 * without tests is a failure too, even when every test that ran has passed.
 */
const suite = (node, name, { words, env, report, read, again }) =>
  step(name, async () => {
    const first = { code: await run(node, words[0], words, env), json: jsonOf(report) }
    const { code, json } = (await again?.(first)) ?? first
    const { passed, failed } = json ? read(json) : { passed: 0, failed: 0 }
    const hidden = failed === 0 && (code !== 0 || passed === 0) ? 1 : 0
    add(passed, failed + hidden)
    if (failed + hidden > 0)
      throw failedWith(
        words[0],
        `${name}: ${passed} passed, ${failed + hidden} failed (exit code ${code})`,
      )
    return `${passed} passed`
  })

const unitWords = (report) => [
  ...['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
]

/**
 * A file of tests under which the runtime crashed is run once more, and said to have been; a second crash
 * fails the run. Its first run counts nothing. Null: nothing is to be run again.
 */
const crashedAgain = (node, env) => async (first) => {
  const files = first.code === 0 ? [] : crashedFiles(readFileSync(logOf('vitest'), 'utf8'))
  if (files.length === 0 || !first.json || first.json.numFailedTests > 0) return null
  console.log(`! Node crashed (SIGSEGV) while it ran ${files.join(', ')}: once more`)
  const report = join(folder, 'vitest-again.json')
  const code = await run(node, 'vitest', [...unitWords(report), ...files], env)
  const json = jsonOf(report)
  const others = first.json.testResults.filter(({ name }) => !files.includes(name))
  const passedThere = others
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed').length
  const passed = passedThere + (json?.numPassedTests ?? 0)
  return { code, json: json && { ...json, numPassedTests: passed } }
}

const prepare = async () => {
  let node
  let browser
  const ready =
    (await step('tools', () => checkTools().en)) &&
    (await step('dependencies', async () => {
      if (areDependenciesInstalled(root)) return 'up to date'
      await installDependencies(root, logOf('install'))
      return undefined
    })) &&
    (await step('Node 24', () => {
      node = findNode(root)
    })) &&
    (await step('browser and fonts', () => {
      browser = ensureBrowser()
    })) &&
    (await step('PostgreSQL and Redis', () => void ensureServices()))
  if (!ready) {
    add(0, 1)
    return undefined
  }
  // Whoever counts the tests must hear that some were not run.
  const areToolsThere = await step('strace, prlimit and gcc for fault tests', () => ensureTools())
  if (!areToolsThere) add(0, 1)
  const isMediaThere = await step(
    'media server (the first build takes about 2 minutes)',
    async () => {
      const { code, tail } = await runQuietly(
        node,
        [join(root, 'server', 'start', 'prepareMedia.ts')],
        {
          cwd: root,
          env: process.env,
          logPath: logOf('media'),
          limitMs: longestStepMs,
        },
      )
      if (code !== 0) throw new Error(tail.join('\n'))
      return tail.at(-1)?.split(': ')[0]
    },
  )
  // Its tests fail by themselves and say so again; the others still have something to tell.
  if (!isMediaThere) console.log('  install Go 1.26 or newer: https://go.dev/dl/')
  return { node, browser }
}

const main = async () => {
  const tools = await prepare()
  if (!tools) return
  const { node, browser } = tools
  const env = { CI: 'true', CHROMIUM_PATH: browser }
  await check(node, 'types', ['tsc', '-b'])
  await check(node, 'style and laws', ['biome', 'ci', '--colors=off', '.'])
  const unit = join(folder, 'vitest.json')
  await suite(node, 'unit, contract and round-trip tests', {
    words: unitWords(unit),
    env,
    report: unit,
    again: crashedAgain(node, env),
    read: (json) => ({ passed: json.numPassedTests, failed: json.numFailedTests }),
  })
  const areBuilt = await step('pages', () => buildPages(root, node, logOf('build')))
  if (!areBuilt) add(0, 1)
  const journeys = join(folder, 'journeys.json')
  await suite(node, 'journeys in a real browser', {
    words: ['playwright', 'test', '-c', 'e2e/playwright.config.ts'],
    env: { ...env, YANKE_JSON: journeys, ...(areBuilt ? { YANKE_SKIP_BUILD: '1' } : {}) },
    report: journeys,
    read: ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }),
  })
}

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    console.log(`ended by ${signal}; so far ${counts.passed} passed, ${counts.failed} failed`)
    endRunning()
    process.exit(signal === 'SIGINT' ? 130 : 143)
  })

try {
  await main()
} catch (error) {
  add(0, 1)
  console.log(error.stack)
}
rmSync(folder, { recursive: true, force: true })
process.exitCode = counts.failed === 0 ? 0 : 1
console.log(`${counts.passed} passed, ${counts.failed} failed`)
