import { type ChildProcess, spawn } from 'node:child_process'
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Endpoint } from './Conn.ts'
import { sleep, until } from './time.ts'

export type Command = {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

export type Place = { readonly port: number; readonly dataDir: string }

/** A server to measure: how it is started, and where its documents are. */
export type TargetSpec = {
  readonly name: string
  /** False for a relay that has no document to sync from. */
  readonly answers: boolean
  /** How long after the last edit everything is where it stays, in ms. */
  readonly settleMs: number
  /** It acknowledges what is safe. */
  readonly acknowledges: boolean
  /** Empty `dataDir` at first, the same after a restart. */
  command(place: Place): Command
  /** Once, after the first start: accounts, sign-in. */
  prepare?(place: Place & { readonly log: () => string }): Promise<void>
  /** Makes documents that cannot be opened before somebody made them. */
  makeDocuments?(names: readonly string[], place: Place): Promise<void>
  /** `isStock`: for an unchanged y-websocket provider, which must not be sent acknowledgements. */
  endpoint(name: string, place: Place, isStock: boolean): Endpoint
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

const bytesBelow = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true }).reduce((total, entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return total + bytesBelow(path)
    return entry.isFile() && entry.name !== 'server.log' ? total + statSync(path).size : total
  }, 0)

const START_LIMIT_MS = 60_000

/** One server under test, its data folder and its process group. */
export class Target {
  readonly spec: TargetSpec
  #place: Place | null = null
  #child: ChildProcess | null = null
  #bootMs = 0

  constructor(spec: TargetSpec) {
    this.spec = spec
    // Interrupted: nothing stays behind.
    process.once('exit', () => this.#signal('SIGKILL'))
  }

  get name(): string {
    return this.spec.name
  }
  get pid(): number | null {
    return this.#child?.pid ?? null
  }
  get bootMs(): number {
    return Math.round(this.#bootMs)
  }
  get place(): Place {
    if (!this.#place) throw new Error(`${this.name} was not started`)
    return this.#place
  }
  /** Somebody else ended it, or it ended itself. */
  get isDown(): boolean {
    return !this.#child || this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  /** On an empty folder of its own, under a port it keeps over restarts. */
  async start(): Promise<void> {
    const dataDir = mkdtempSync(join(process.env.BENCH_TMP ?? tmpdir(), 'yanke-bench-'))
    this.#place = { dataDir, port: await freePort() }
    await this.launch()
    await this.spec.prepare?.({ ...this.#place, log: () => this.log() })
  }

  async launch(): Promise<void> {
    const { port, dataDir } = this.place
    const { command, args, env } = this.spec.command(this.place)
    const log = openSync(join(dataDir, 'server.log'), 'a')
    const beganMs = performance.now()
    const child = spawn(command, args, {
      env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production', ...env },
      stdio: ['ignore', log, log],
      detached: true,
    })
    closeSync(log)
    this.#child = child
    const isUp = await until(async () => this.isDown || (await isListening(port)), {
      timeoutMs: START_LIMIT_MS,
      everyMs: 5,
    })
    if (!isUp || this.isDown)
      throw new Error(`${this.name} did not start:\n${this.log().slice(-2000)}`)
    this.#bootMs = performance.now() - beganMs
  }

  /** Answers how it ended. */
  async stop(signal: NodeJS.Signals = 'SIGKILL', waitMs = 15_000): Promise<string> {
    const child = this.#child
    if (!child || this.isDown) return 'alone'
    const ended = new Promise<string>((resolve) =>
      child.once('exit', (code, by) => resolve(by ?? String(code))),
    )
    this.#signal(signal)
    const how = await Promise.race([ended, sleep(waitMs).then(() => null)])
    // Whatever outlived its leader.
    this.#signal('SIGKILL')
    return how ?? (await ended)
  }

  #signal(signal: NodeJS.Signals): void {
    const pid = this.#child?.pid
    if (!pid) return
    try {
      process.kill(-pid, signal)
    } catch {
      // The group is gone.
    }
  }

  async makeDocuments(names: readonly string[]): Promise<void> {
    await this.spec.makeDocuments?.(names, this.place)
  }

  endpoint(name: string, { isStock = false }: { isStock?: boolean } = {}): Endpoint {
    return this.spec.endpoint(name, this.place, isStock)
  }

  log(): string {
    return readFileSync(join(this.place.dataDir, 'server.log'), 'utf8')
  }

  storedBytes(): number {
    return bytesBelow(this.place.dataDir)
  }

  async cleanUp(): Promise<void> {
    if (!this.#place) return
    await this.stop('SIGTERM', 5000)
    rmSync(this.#place.dataDir, { recursive: true, force: true, maxRetries: 3 })
  }
}
