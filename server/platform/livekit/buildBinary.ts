import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, rename, rm, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'

/** Go's module cache grows by 0.76 GB, its build cache by 0.65 GB; the program itself is 51 MB. */
const neededBytes = 2_000_000_000

/**
 * Compiles the pinned media server into `target`, at the lowest priority: lessons are being
 * prepared on this machine meanwhile. The module's go.sum pins every dependency by hash.
 */
export const buildBinary = async (request: {
  readonly moduleDir: string
  readonly target: string
  readonly onPackage: (count: number) => void
  readonly signal: AbortSignal
}): Promise<void> => {
  const { moduleDir, target, signal } = request
  await mkdir(dirname(target), { recursive: true })
  await assertRoom(dirname(target))
  // Two studios may build at once; each moves a whole file into place.
  const draft = `${target}.${randomBytes(6).toString('hex')}`
  try {
    await compile({ moduleDir, draft, onPackage: request.onPackage, signal })
    await rename(draft, target)
  } finally {
    await rm(draft, { force: true })
  }
}

const assertRoom = async (folder: string): Promise<void> => {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < neededBytes)
    throw new Error(`building needs 2 GB of free disk at ${folder} for the compiler's caches`)
}

const compile = async (request: {
  readonly moduleDir: string
  readonly draft: string
  readonly onPackage: (count: number) => void
  readonly signal: AbortSignal
}): Promise<void> => {
  request.signal.throwIfAborted()
  const settings = ['CGO_ENABLED=0', 'GOTOOLCHAIN=local', 'GOFLAGS=-buildvcs=false', 'GOWORK=off']
  const build = ['go', 'build', '-v', '-mod=readonly', '-trimpath', '-ldflags', '-s -w']
  const what = ['-o', request.draft, 'github.com/livekit/livekit-server/cmd/server']
  const child = spawn('nice', ['-n', '19', 'env', ...settings, ...build, ...what], {
    cwd: request.moduleDir,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own, so that one signal also ends the compilers it runs.
    detached: true,
  })
  const end = () => endGroup(child)
  request.signal.addEventListener('abort', end)
  process.on('exit', end)
  try {
    const tail = followProgress(child, request.onPackage)
    const [code] = await once(child, 'close')
    request.signal.throwIfAborted()
    if (code !== 0) throw new Error(`go build: ${tail().join(' | ')}`)
  } finally {
    request.signal.removeEventListener('abort', end)
    process.off('exit', end)
  }
}

/** `go build -v` writes one line for each package it compiled. Answers with the last lines. */
const followProgress = (
  child: ChildProcess,
  onPackage: (count: number) => void,
): (() => readonly string[]) => {
  const tail: string[] = []
  let count = 0
  if (child.stderr === null) return () => tail
  createInterface({ input: child.stderr }).on('line', (line) => {
    tail.push(line)
    if (tail.length > 5) tail.shift()
    count += 1
    onPackage(count)
  })
  return () => tail
}

const endGroup = (child: ChildProcess): void => {
  if (child.pid === undefined || child.exitCode !== null) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It ended between the question and the signal.
  }
}
