import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '#server/platform/net/freePort.ts'
import { ensureServices } from './ensureServices.mjs'

/** A server of the test's own: its address, and ways to end it, halt it and let it go on. */
export type Service = {
  readonly url: string
  readonly pid: number
  /** Ends it at once, as a power cut does; its data stay. */
  kill(): Promise<void>
  /** Starts it again on the same port and data. */
  restart(): Promise<void>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

type User = { readonly uid: number; readonly gid: number }

/** In memory where there is such a folder: what is thrown away need not wait for a disk. */
const throwAway = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

const isRoot = process.getuid?.() === 0

const idOf = (flag: '-u' | '-g', name: string): number =>
  Number(execFileSync('id', [flag, name], { encoding: 'utf8' }))

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
const unprivileged = (): User | null =>
  isRoot ? { uid: idOf('-u', 'postgres'), gid: idOf('-g', 'postgres') } : null

/** Words that end a child with this process, however this process ends. */
const underUs = (signal: string, user: User | null): readonly string[] => [
  'setpriv',
  `--pdeathsig=${signal}`,
  ...(user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : []),
]

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

const exited = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

const untilUp = async (child: ChildProcess, port: number, output: () => string): Promise<void> => {
  const deadline = performance.now() + 30_000
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() > deadline)
      throw new Error(`the service did not start:\n${output()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const run = async (words: readonly string[], port: number): Promise<ChildProcess> => {
  const [program = '', ...rest] = words
  let output = ''
  const child = spawn(program, rest, { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output = `${output}${String(chunk)}`.slice(-4000)
    })
  await untilUp(child, port, () => output)
  return child
}

const serve = async (parts: {
  readonly url: string
  readonly port: number
  readonly folder: string
  readonly words: readonly string[]
  /** How it is asked to end without waiting for its clients. */
  readonly endSignal: NodeJS.Signals
}): Promise<Service> => {
  let child = await run(parts.words, parts.port)
  return {
    url: parts.url,
    get pid() {
      return child.pid ?? 0
    },
    kill: async () => {
      child.kill('SIGKILL')
      await exited(child)
    },
    restart: async () => {
      child = await run(parts.words, parts.port)
    },
    stop: async () => {
      child.kill(parts.endSignal)
      await exited(child)
      await rm(parts.folder, { recursive: true, force: true })
    },
  }
}

/** A throw-away PostgreSQL on a free loopback port, with the settings of a real one. Its data lie below `within`. */
export const startPostgres = async (within = throwAway): Promise<Service> => {
  const { postgres } = ensureServices()
  if (!postgres) throw new Error('no PostgreSQL')
  const folder = await mkdtemp(join(within, 'yanke-pg-'))
  const user = unprivileged()
  if (user) await chown(folder, user.uid, user.gid)
  const port = await freePort({ protocol: 'tcp', host: '127.0.0.1' })
  const data = join(folder, 'data')
  const init = ['-D', data, '-U', 'yanke', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  const [setpriv = '', ...words] = underUs('SIGKILL', user)
  execFileSync(setpriv, [...words, join(postgres, 'initdb'), ...init], { cwd: '/', stdio: 'pipe' })
  return serve({
    url: `postgres://yanke@127.0.0.1:${port}/postgres`,
    port,
    folder,
    words: [
      ...underUs('SIGINT', user),
      join(postgres, 'postgres'),
      ...['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder],
      ...['-c', 'max_connections=200'],
    ],
    endSignal: 'SIGINT',
  })
}

/** A throw-away Redis on a free loopback port that keeps nothing. */
export const startRedis = async (): Promise<Service> => {
  const { redis } = ensureServices()
  if (!redis) throw new Error('no Redis')
  const folder = await mkdtemp(join(tmpdir(), 'yanke-redis-'))
  const port = await freePort({ protocol: 'tcp', host: '127.0.0.1' })
  return serve({
    url: `redis://127.0.0.1:${port}`,
    port,
    folder,
    words: [
      ...underUs('SIGKILL', null),
      redis,
      ...['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
      ...['--dir', folder],
    ],
    endSignal: 'SIGKILL',
  })
}

/** Pinned: an S3 server of one file that keeps its buckets in a folder. */
const S3_SERVER = 'github.com/versity/versitygw/cmd/versitygw@v1.8.0'

/** Built once per user by Go, like the media server; null without Go. */
const s3Program = (): string | null => {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
  const folder = join(cache, 'yanke', 'versitygw-1.8.0')
  const program = join(folder, 'versitygw')
  if (existsSync(program)) return program
  if (spawnSync('go', ['version']).status !== 0) return null
  const settings = { CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod' }
  execFileSync('nice', ['-n', '19', 'go', 'install', S3_SERVER], {
    env: { ...process.env, ...settings, GOBIN: folder },
    stdio: 'pipe',
  })
  return program
}

/** A throw-away S3 server with one bucket; null where it cannot be had. */
export const startS3 = async () => {
  const program = s3Program()
  if (!program) return null
  const folder = await mkdtemp(join(tmpdir(), 'yanke-s3-'))
  const [root, beside] = [join(folder, 'buckets'), join(folder, 'attributes')]
  await mkdir(join(root, 'files'), { recursive: true })
  await mkdir(beside)
  const port = await freePort({ protocol: 'tcp', host: '127.0.0.1' })
  const keys = { accessKeyId: 'yanke', secretAccessKey: randomBytes(20).toString('hex') }
  const service = await serve({
    url: `http://127.0.0.1:${port}`,
    port,
    folder,
    words: [
      ...underUs('SIGKILL', null),
      program,
      ...['--port', `127.0.0.1:${port}`, '--access', keys.accessKeyId],
      ...['--secret', keys.secretAccessKey, '--quiet'],
      // Not every file system keeps attributes with the files.
      ...['posix', '--sidecar', beside, root],
    ],
    endSignal: 'SIGTERM',
  })
  return {
    stop: service.stop,
    settings: { ...keys, bucket: 'files', endpoint: service.url, region: 'us-east-1' },
  }
}
