import { describe, expect, it } from 'vitest'
import { type BinarySources, resolveBinary } from './resolveBinary.ts'

const says = (version: string): string => `livekit-server version ${version}\n`

type World = {
  readonly configured?: string
  readonly binaries?: Record<string, string>
  readonly go?: string | null
  readonly builds?: 'ok' | 'fails'
  readonly downloads?: 'ok' | 'fails'
}

const search = async (world: World) => {
  const binaries = new Map(Object.entries(world.binaries ?? {}))
  const done: string[] = []
  const make = (way: string, result: 'ok' | 'fails' | undefined) => async (target: string) => {
    done.push(way)
    if (result !== 'ok') throw new Error(`${way} broke`)
    binaries.set(target, says('1.13.5'))
  }
  const sources: BinarySources = {
    configured: world.configured ?? null,
    cached: '/cache/livekit-server',
    versionOutput: async (path) => binaries.get(path) ?? null,
    goVersion: async () => world.go ?? null,
    build: make('build', world.builds),
    download: world.downloads === undefined ? null : make('download', world.downloads),
    report: (line) => done.push(line),
  }
  return { found: await resolveBinary(sources), done }
}

describe('resolveBinary', () => {
  const everything: World = {
    binaries: {
      '/mine': says('1.14.0'),
      'livekit-server': says('1.13.2'),
      '/cache/livekit-server': says('1.13.5'),
    },
    go: '1.26.8',
    builds: 'ok',
    downloads: 'ok',
  }
  const without = (...paths: string[]): World => ({
    ...everything,
    binaries: Object.fromEntries(
      Object.entries(everything.binaries ?? {}).filter(([path]) => !paths.includes(path)),
    ),
  })

  it.each<[string, World, string]>([
    ['the configured one', { ...everything, configured: '/mine' }, 'configured'],
    ['then PATH', everything, 'path'],
    ['then the cache', without('livekit-server'), 'cache'],
    ['then Go', without('livekit-server', '/cache/livekit-server'), 'built'],
    [
      'then the archive',
      { ...without('livekit-server', '/cache/livekit-server'), go: null },
      'downloaded',
    ],
    [
      'the archive after a failed build',
      { ...without('livekit-server', '/cache/livekit-server'), builds: 'fails' },
      'downloaded',
    ],
  ])('takes %s', async (_which, world, source) => {
    expect((await search(world)).found).toMatchObject({ kind: 'found', source })
  })

  it('does not touch compiler or network when something is there', async () => {
    expect((await search(everything)).done).toEqual([])
  })

  it('passes over an unsafe one on PATH and says so', async () => {
    const { found, done } = await search({
      binaries: { 'livekit-server': says('1.12.0'), '/cache/livekit-server': says('1.13.5') },
    })
    expect(found).toMatchObject({ source: 'cache' })
    expect(done).toEqual([expect.stringContaining('1.12.0')])
  })

  it.each(['/missing', '/old'])('does not hide a wrong LIVEKIT_BINARY=%s', async (configured) => {
    const world = {
      ...everything,
      configured,
      binaries: { ...everything.binaries, '/old': says('1.13.1') },
    }
    expect((await search(world)).found).toMatchObject({
      kind: 'absent',
      help: expect.stringContaining(configured),
    })
  })

  it.each<[World, string]>([
    [{}, 'no go on PATH'],
    [{ go: '1.24.4' }, 'go 1.24.4 is older'],
    [{ go: '1.26.0', builds: 'fails' }, 'build broke'],
    [{ downloads: 'fails' }, 'download broke'],
  ])('says what would help: %j', async (world, why) => {
    const { found } = await search(world)
    expect(found).toMatchObject({ kind: 'absent', help: expect.stringContaining(why) })
    expect(found).toMatchObject({ help: expect.stringContaining('Go 1.26') })
  })
})
