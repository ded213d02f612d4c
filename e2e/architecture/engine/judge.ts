import { codeLaws } from '../laws/codeLaws.ts'
import { importLaws } from '../laws/importLaws.ts'
import { findCycles } from './findCycles.ts'
import { type CodeLaw, type ImportLaw, isLeaf, type Link, type Violation } from './law.ts'
import { type Module, parseModule } from './parseModule.ts'
import { resolveImport, type Surroundings } from './resolveImport.ts'

export type Verdict = {
  readonly modules: readonly Module[]
  readonly links: readonly Link[]
  readonly violations: readonly Violation[]
}

const withGroups = (pattern: string, groups: RegExpExecArray): RegExp =>
  new RegExp(pattern.replace(/\$(\d)/g, (_whole, number: string) => groups[Number(number)] ?? '$'))

const breaks = (law: ImportLaw, link: Link): boolean => {
  if (law.tests === 'free' && isLeaf(link.from)) return false
  const groups = new RegExp(law.from).exec(link.from)
  if (!groups || !withGroups(law.to, groups).test(link.to)) return false
  return law.except === undefined || !withGroups(law.except, groups).test(link.to)
}

const linksOf = (module: Module, near: Surroundings): Link[] =>
  module.imports.map((own) => ({
    ...own,
    ...resolveImport(module.path, own.specifier, near),
    from: module.path,
  }))

const brokenImports = (links: readonly Link[]): Violation[] =>
  links.flatMap((link) =>
    importLaws
      .filter((law) => breaks(law, link))
      .map(({ name }) => ({ law: name, file: link.from, line: link.line, what: `→ ${link.to}` })),
  )

const unresolvable = (links: readonly Link[]): Violation[] =>
  links
    .filter(({ isFound }) => !isFound)
    .map(({ from, line, specifier, to }) => ({
      law: 'nothing-unresolvable',
      file: from,
      line,
      what: `${specifier ?? to}: no such file, or a package its package.json does not declare`,
    }))

/** Types may point back; what runs may not. */
const cyclic = (modules: readonly Module[], links: readonly Link[]): Violation[] => {
  const graph = new Map<string, string[]>(modules.map(({ path }) => [path, []]))
  for (const { from, to, kind } of links)
    if (kind !== 'type' && graph.has(to)) graph.get(from)?.push(to)
  return findCycles(graph).map((cycle) => ({
    law: 'no-cycles',
    file: cycle[0] ?? '',
    line: 1,
    what: cycle.join(' → '),
  }))
}

const isWithin = (law: CodeLaw, path: string): boolean =>
  new RegExp(law.within).test(path) &&
  (law.except === undefined || !new RegExp(law.except).test(path))

const brokenCode = (modules: readonly Module[]): Violation[] =>
  codeLaws.flatMap((law) =>
    modules
      .filter(({ path }) => isWithin(law, path))
      .flatMap((module) =>
        law.find(module).map((found) => ({ law: law.name, file: module.path, ...found })),
      ),
  )

/** Parses, resolves and judges every source. The real tree and the planted mistakes both go through here. */
export const judge = (sources: ReadonlyMap<string, string>, near: Surroundings): Verdict => {
  const modules = [...sources].map(([path, text]) => parseModule(path, text))
  const links = modules.flatMap((module) => linksOf(module, near))
  const violations = [
    ...brokenImports(links),
    ...unresolvable(links),
    ...cyclic(modules, links),
    ...brokenCode(modules),
  ]
  return { modules, links, violations }
}
