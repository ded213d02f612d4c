import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export const root = join(import.meta.dirname, '../../..')

/** The four projects the laws speak of. */
export const sides = ['shared', 'server', 'client', 'e2e'] as const

const notOurs = new Set(['node_modules', 'dist', 'results', 'report', 'coverage', '.cache'])

const walk = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? walk(path) : [relative(root, path).replaceAll('\\', '/')]
  })

export const isSource = (path: string): boolean => /\.(ts|tsx|mjs)$/.test(path)

/** Every file of the four projects, found by walking the disk, and what lies beside them at the top. */
export const readTree = (): string[] => [
  ...sides.flatMap((side) => walk(join(root, side))),
  ...readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name),
]

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8')

/** The same question asked of git, tracked and not yet tracked: the witness against a blind walk. */
export const listByGit = (): string[] =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...sides], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)))

const declaredIn = (path: string): string[] => {
  const own: unknown = JSON.parse(readText(path))
  const lists = own as Record<string, Record<string, string> | undefined>
  return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.keys(lists[kind] ?? {}),
  )
}

/** Packages a project may name: its own and, for tools, the root's. */
export const readPackages = (): ((side: string) => ReadonlySet<string>) => {
  const common = declaredIn('package.json')
  const bySide = new Map<string, ReadonlySet<string>>(
    sides.map((side) => [side, new Set([...common, ...declaredIn(`${side}/package.json`)])]),
  )
  return (side) => bySide.get(side) ?? new Set()
}
