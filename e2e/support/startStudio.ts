import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { serverProcess } from '#server/start/serverProcess.mjs'

const root = new URL('../../', import.meta.url).pathname

const readySchema = z.object({ url: z.string(), setupUrl: z.string().nullable() })

export type Studio = {
  readonly url: string
  readonly setupUrl: string
  readonly dataDir: string
  readonly pid: number
  /** What the process has printed so far. */
  log(): string
  /** Ends the process without a word, as a power cut does. The data folder stays. */
  kill(): Promise<void>
  /** Starts again on the same data folder and the same port. */
  restart(): Promise<void>
  /** Ends it properly and removes the data folder. */
  stop(): Promise<void>
}

type Running = {
  readonly child: ChildProcess
  readonly url: string
  readonly setupUrl: string | null
}

const exited = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()))

const launch = (
  dataDir: string,
  port: number,
  lines: string[],
  { env, program }: { readonly env: Record<string, string>; readonly program: string },
): Promise<Running> =>
  new Promise((resolve, reject) => {
    const { args, env: own } = serverProcess(root, program)
    const child = spawn(join(root, 'node_modules/.bin/node'), args, {
      cwd: root,
      env: {
        ...process.env,
        ...own,
        NODE_OPTIONS: '',
        HOST: '127.0.0.1',
        PORT: String(port),
        YANKE_DATA: dataDir,
        LOG_LEVEL: 'info',
        RATE_LIMIT: '100000',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stderr?.on('data', (chunk) => lines.push(String(chunk)))
    createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
      lines.push(line)
      if (!line.startsWith('YANKE_READY ')) return
      const ready = readySchema.parse(JSON.parse(line.slice('YANKE_READY '.length)))
      resolve({ child, ...ready })
    })
    child.once('exit', (code) =>
      reject(new Error(`the studio ended with ${code}:\n${lines.slice(-20).join('\n')}`)),
    )
  })

/**
 * A studio of one's own: a free port, an empty data folder (or the one given), a real media server.
 * `program`: another than the studio's own, for a control.
 */
export const startStudio = async (
  env: Record<string, string> = {},
  folder?: string,
  program = 'server/main.ts',
): Promise<Studio> => {
  const dataDir = folder ?? (await mkdtemp(join(tmpdir(), 'yanke-e2e-')))
  const lines: string[] = []
  let running = await launch(dataDir, 0, lines, { env, program })
  const { url, setupUrl } = running
  const port = Number(new URL(url).port)
  return {
    url,
    setupUrl: setupUrl ?? '',
    dataDir,
    get pid() {
      return running.child.pid ?? 0
    },
    log: () => lines.join('\n'),
    kill: async () => {
      running.child.kill('SIGKILL')
      await exited(running.child)
    },
    restart: async () => {
      running = await launch(dataDir, port, lines, { env, program })
    },
    stop: async () => {
      running.child.kill('SIGTERM')
      await exited(running.child)
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
