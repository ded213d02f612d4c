import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildBinary } from './buildBinary.ts'
import { downloadBinary } from './downloadBinary.ts'
import { livekitVersion } from './livekitVersion.ts'
import { releaseArchives } from './releaseArchives.ts'
import type { BinarySources } from './resolveBinary.ts'
import { runForOutput } from './runForOutput.ts'

const moduleDir = fileURLToPath(new URL('./binary', import.meta.url))

/** The search as it is on a real machine: PATH, Go, and a cache per user outside the checkout. */
export const binarySources = async (settings: {
  readonly configured: string | null
  readonly cacheDir: string
  readonly signal: AbortSignal
  readonly report: (line: string) => void
  readonly onPackage: (count: number) => void
}): Promise<BinarySources> => {
  const { signal, onPackage } = settings
  const sum = createHash('sha256').update(await readFile(join(moduleDir, 'go.sum')))
  // Other dependencies at the same version are another program: the key holds both.
  const key = `${livekitVersion}-${sum.digest('hex').slice(0, 16)}`
  const archive = releaseArchives[`${process.platform}-${process.arch}`]
  return {
    configured: settings.configured,
    cached: join(settings.cacheDir, 'livekit', key, 'livekit-server'),
    versionOutput: (path) => runForOutput(path, ['--version']),
    goVersion: async () =>
      /go(\d+\.\d+(?:\.\d+)?)/.exec((await runForOutput('go', ['version'])) ?? '')?.[1] ?? null,
    build: (target) => buildBinary({ moduleDir, target, onPackage, signal }),
    download: archive ? (target) => downloadBinary({ archive, target, signal }) : null,
    report: settings.report,
  }
}
