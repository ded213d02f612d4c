import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { serverProcess } from '#server/start/serverProcess.mjs'
import { listByGit, readText, readTree } from './engine/readTree.ts'

const readme = readText('README.md')
const lines = readme.split('\n')
const files = readTree()

const exists = (path: string): boolean =>
  files.some((file) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`))

/** `<slice>` and `{a,b}` stand for many. */
const isOnePath = (text: string): boolean => !/[<>{}*…]|NNNN/.test(text)

const missing = (paths: readonly string[]): string[] =>
  paths.filter((path) => isOnePath(path) && !exists(path))

/** What stands in backticks and begins with one of the four projects. */
const namedInText = [...readme.matchAll(/`((?:client|server|shared|e2e)\/[^`\s]*)`/g)].map(
  ([, path = '']) => path,
)

/** Files named without their folder: `runCommand.ts`. */
const namedAlone = [...readme.matchAll(/`(\w+\.tsx?)`/g)].map(([, name = '']) => name)

/** The tree: a project at the margin, its folders below it, until the words begin. */
const namedInTree = (): string[] => {
  const tree = lines.slice(lines.indexOf('## The tree'), lines.indexOf('## Four laws'))
  let project = ''
  return tree.flatMap((line) => {
    project = /^(client|server|shared|e2e)\//.exec(line)?.[1] ?? project
    if (!line.startsWith('  ') || line.startsWith('    ')) return []
    const chunks = line.trim().split(/\s{2,}/)
    const words = chunks.findIndex((chunk) => !/^[\w./<>-]+$/.test(chunk))
    return chunks.slice(0, words).map((path) => posix.join(project, path))
  })
}

test('the README names only what is there', () => {
  expect(namedInText.length).toBeGreaterThan(15)
  expect(missing(namedInText)).toEqual([])
  expect(namedAlone.filter((name) => !files.some((file) => file.endsWith(`/${name}`)))).toEqual([])
})

test('the README’s tree is the tree', () => {
  const named = namedInTree()
  expect(named.length).toBeGreaterThan(20)
  expect(missing(named)).toEqual([])
})

test('no folder of the platform or the client’s lib is missing in the tree', () => {
  const named = new Set(namedInTree().map((path) => path.replace(/\/$/, '')))
  const folders = listByGit().flatMap((file) => {
    const [folder] = /^(server\/platform|client\/lib)\/[^/]+(?=\/)/.exec(file) ?? []
    return folder ? [folder] : []
  })
  expect([...new Set(folders)].filter((folder) => !named.has(folder))).toEqual([])
})

test('nor is one of the four projects, but for the slices, which it lists, and what a browser gets as it is', () => {
  const named = namedInTree()
  const isSlice = (folder: string) =>
    folder.startsWith('shared/') && exists(folder.replace('shared/', 'server/features/'))
  const folders = listByGit().flatMap((file) => {
    const [folder] = /^(client|server|shared|e2e)\/[^/]+(?=\/)/.exec(file) ?? []
    return folder && folder !== 'client/public' && !isSlice(folder) ? [folder] : []
  })
  const isNamed = (folder: string) => named.some((path) => `${path}/`.startsWith(`${folder}/`))
  expect([...new Set(folders)].filter((folder) => !isNamed(folder))).toEqual([])
})

test('the README stays readable in one sitting', () => {
  expect(lines.length).toBeLessThanOrEqual(200)
})

test('a service is started as npm start starts it', () => {
  const guide = readText('docs/deployment.md')
  const { args, env } = serverProcess('/opt/yanke')
  expect(guide).toContain(`ExecStart=/opt/yanke/node_modules/.bin/node ${args.join(' ')}\n`)
  for (const [name, value] of Object.entries(env)) expect(guide).toContain(`${name}=${value}`)
})
