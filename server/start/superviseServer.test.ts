import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

/** Lives of a server, one after the other: each prints a line and ends with a code. */
const server = (lives: readonly (readonly [line: string, code: number])[]) => `
import { appendFileSync, readFileSync } from 'node:fs'
appendFileSync('lives', '.')
const lives = ${JSON.stringify(lives)}
const [line, code] = lives[readFileSync('lives', 'utf8').length - 1]
process.stdout.write(line + '\\n', () => process.exit(code))
`

const supervisor = new URL('./superviseServer.mjs', import.meta.url).href
const program = `
import { superviseServer } from ${JSON.stringify(supervisor)}
const said = []
const { done } = superviseServer({
  root: process.cwd(),
  node: process.execPath,
  env: process.env,
  log: () => {},
  onReady: () => said.push('ready'),
  onRefused: ({ code }) => said.push(code),
})
const { code } = await done
process.stdout.write('SAID ' + JSON.stringify({ said, code }))
`

const READY = ['YANKE_READY {}', 1] as const
const refused = (code: string) => [`YANKE_REFUSED ${JSON.stringify({ code })}`, 1] as const
const END = ['YANKE_READY {}', 0] as const

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'yanke-supervised-'))
  await mkdir(join(root, 'server'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const supervised = async (...lives: (readonly [string, number])[]) => {
  await writeFile(join(root, 'server', 'main.ts'), server(lives))
  await writeFile(join(root, 'package.json'), '{"type":"module"}')
  await writeFile(join(root, 'supervise.mjs'), program)
  const { stdout } = await promisify(execFile)(process.execPath, ['supervise.mjs'], { cwd: root })
  return JSON.parse(stdout.slice(stdout.indexOf('SAID ') + 5)) as unknown
}

test('a server that has lived waits for a database that is being restarted', async () => {
  const said = ['ready', 'database', 'redis', 'ready']
  expect(await supervised(READY, refused('database'), refused('redis'), END)).toEqual({
    said,
    code: 0,
  })
})

test('a first start is refused at once, and so is what does not pass by itself', async () => {
  expect(await supervised(refused('database'), END)).toEqual({ said: ['database'], code: 1 })
  await rm(join(root, 'lives'))
  const said = ['ready', 'data-folder']
  expect(await supervised(READY, refused('data-folder'), END)).toEqual({ said, code: 1 })
})
