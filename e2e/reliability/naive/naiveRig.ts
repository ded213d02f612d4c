import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Rig } from '../rig/Rig.ts'
import { until } from '../rig/until.ts'

const program = join(import.meta.dirname, 'naiveServer.ts')
const node = join(import.meta.dirname, '../../../node_modules/.bin/node')

const launch = async (env: Readonly<Record<string, string>>) => {
  const child: ChildProcess = spawn(node, [program], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    // What it complains about is what is wrong with it.
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let said = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    said += String(chunk)
  })
  await until('the naive server listens', () => said.includes('\n'))
  return { child, port: Number(said.split(' ')[1]) }
}

const nobodyKnows = (index: number) => ({
  ...{ userId: `naive-user-${index}`, name: `editor-${index}`, cookie: `as=${index}` },
})

/** The control: the same wire, none of the defences. */
export const naiveRig = async (env: Readonly<Record<string, string>> = {}): Promise<Rig> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'yanke-naive-'))
  let { child, port } = await launch({ ...env, YANKE_DATA: dataDir })
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  let made = 0
  return {
    ...{ name: 'naive', url: `http://127.0.0.1:${port}`, dataDir },
    editors: Array.from({ length: 6 }, (_, index) => nobodyKnows(index)),
    makeDocuments: async () => {
      made += 1
      const id = `naive-doc-${made}`
      return { lessonId: id, plan: `plan:${id}`, comments: `comments:${id}` }
    },
    readerOf: async () => nobodyKnows(99),
    get pid() {
      return child.pid ?? 0
    },
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill: () => end('SIGKILL'),
    restart: async () => {
      const again = await launch({ ...env, YANKE_DATA: dataDir, PORT: String(port) })
      child = again.child
      port = again.port
    },
    stop: async () => {
      await end('SIGTERM')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
