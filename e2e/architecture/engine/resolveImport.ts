import { builtinModules } from 'node:module'
import { posix } from 'node:path'

/** What an import can be found in. */
export type Surroundings = {
  /** Every file of the repository, sources or not. */
  readonly files: ReadonlySet<string>
  /** Packages that `<side>/package.json` or the root's declares. */
  readonly packages: (side: string) => ReadonlySet<string>
}

/**
 * Where an import leads: a path of the repository, `npm:name/sub/path` or `node:name`. `isFound` is
 * false for a file that is not there and for a package nobody declared.
 */
export type Target = { readonly to: string; readonly isFound: boolean }

const builtin = new Set(builtinModules)

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** Relative paths, `#shared/…` and its sisters, packages, and Node's own modules. */
export const resolveImport = (from: string, written: string | null, near: Surroundings): Target => {
  if (written === null) return { to: '(computed)', isFound: false }
  const specifier = written.replace(/\?[a-z&]+$/, '')
  const file = (path: string): Target => ({ to: path, isFound: near.files.has(path) })
  if (/^\.\.?\//.test(specifier)) return file(posix.join(posix.dirname(from), specifier))
  const alias = /^#(shared|server|client|e2e)\/(.+)$/.exec(specifier)
  if (alias) return file(`${alias[1]}/${alias[2]}`)
  if (specifier.startsWith('node:')) return { to: specifier, isFound: true }
  if (builtin.has(specifier)) return { to: `node:${specifier}`, isFound: true }
  const side = from.split('/')[0] ?? ''
  return { to: `npm:${specifier}`, isFound: near.packages(side).has(packageOf(specifier)) }
}
