import { isAtLeast, isSafeLivekit, parseLivekitVersion } from './livekitVersion.ts'

export type BinaryResolution =
  | {
      readonly kind: 'found'
      readonly path: string
      readonly version: string
      readonly source: 'configured' | 'path' | 'cache' | 'built' | 'downloaded'
    }
  | { readonly kind: 'absent'; readonly help: string }

/** Everything the search touches, so that its order can be tested without a compiler. */
export type BinarySources = {
  /** LIVEKIT_BINARY, or null. */
  readonly configured: string | null
  /** Where a built or fetched binary is kept for the next start. */
  readonly cached: string
  /** What `<path> --version` prints, or null when it cannot be run. */
  versionOutput(path: string): Promise<string | null>
  /** `1.26.8`, or null without Go. */
  goVersion(): Promise<string | null>
  build(target: string): Promise<void>
  /** Null when no archive is pinned for this machine. */
  readonly download: ((target: string) => Promise<void>) | null
  readonly report: (line: string) => void
}

const oldestGo = '1.26.0'

/**
 * Finds the media server, cheapest first: configured, on PATH, in our cache, compiled, fetched.
 * What is configured and unusable ends the search: silently using another would hide the mistake.
 */
export const resolveBinary = async (sources: BinarySources): Promise<BinaryResolution> => {
  if (sources.configured !== null)
    return (
      (await usable(sources, sources.configured, 'configured')) ?? {
        kind: 'absent',
        help: `LIVEKIT_BINARY=${sources.configured} 不是 1.13.2 或更新的 livekit-server · is not livekit-server 1.13.2 or newer`,
      }
    )
  const there =
    (await usable(sources, 'livekit-server', 'path')) ??
    (await usable(sources, sources.cached, 'cache'))
  if (there !== null) return there
  const problems: string[] = []
  const made = (await viaGo(sources, problems)) ?? (await viaDownload(sources, problems))
  return made ?? { kind: 'absent', help: helpFor(problems) }
}

const usable = async (
  sources: BinarySources,
  path: string,
  source: 'configured' | 'path' | 'cache' | 'built' | 'downloaded',
): Promise<BinaryResolution | null> => {
  const version = parseLivekitVersion((await sources.versionOutput(path)) ?? '')
  if (version === null) return null
  if (isSafeLivekit(version)) return { kind: 'found', path, version, source }
  sources.report(`livekit-server ${version} at ${path} is too old to be safe, not used`)
  return null
}

const viaGo = async (
  sources: BinarySources,
  problems: string[],
): Promise<BinaryResolution | null> => {
  const go = await sources.goVersion()
  if (go === null || !isAtLeast(go, oldestGo)) {
    problems.push(go === null ? 'no go on PATH' : `go ${go} is older than ${oldestGo}`)
    return null
  }
  return attempt(sources, problems, { make: sources.build, source: 'built' })
}

const viaDownload = async (
  sources: BinarySources,
  problems: string[],
): Promise<BinaryResolution | null> => {
  if (sources.download === null) {
    problems.push(`no release archive pinned for ${process.platform}-${process.arch}`)
    return null
  }
  return attempt(sources, problems, { make: sources.download, source: 'downloaded' })
}

const attempt = async (
  sources: BinarySources,
  problems: string[],
  way: {
    readonly make: (target: string) => Promise<void>
    readonly source: 'built' | 'downloaded'
  },
): Promise<BinaryResolution | null> => {
  try {
    await way.make(sources.cached)
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error))
    return null
  }
  const found = await usable(sources, sources.cached, way.source)
  if (found === null) problems.push(`what was ${way.source} does not run`)
  return found
}

const helpFor = (problems: readonly string[]): string =>
  `没有音视频服务器：请安装 Go 1.26 或更新（https://go.dev/dl/ 或 https://golang.google.cn/dl/）后重新启动，或用 LIVEKIT_BINARY 指定 livekit-server · no media server: install Go 1.26 or newer and start again, or set LIVEKIT_BINARY (${problems.join('; ')})`
