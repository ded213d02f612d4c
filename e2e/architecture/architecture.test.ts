import { describe, expect, test } from 'vitest'
import { findCycles } from './engine/findCycles.ts'
import { judge } from './engine/judge.ts'
import { inWords, type Plant, type Violation } from './engine/law.ts'
import { isSource, listByGit, readPackages, readText, readTree } from './engine/readTree.ts'
import { codeLaws } from './laws/codeLaws.ts'
import { exemptions } from './laws/exemptions.ts'
import { importLaws } from './laws/importLaws.ts'
import { miniature } from './laws/miniature.ts'

const known = listByGit().filter(isSource)
const packages = readPackages()
const files = readTree()
const sources = files.filter((path) => isSource(path) && path.includes('/'))
const verdict = judge(new Map(sources.map((path) => [path, readText(path)])), {
  files: new Set(files),
  packages,
})

const forgives = (own: (typeof exemptions)[number], broken: Violation): boolean =>
  own.law === broken.law && own.file === broken.file && broken.what.includes(own.what ?? '')

const standing = verdict.violations.filter(
  (broken) => !exemptions.some((own) => forgives(own, broken)),
)

describe('the engine sees everything', () => {
  test('it judged every source git knows', () => {
    const seen = new Set(verdict.modules.map(({ path }) => path))
    expect(known.length).toBeGreaterThan(0)
    expect(known.filter((path) => !seen.has(path))).toEqual([])
    expect(seen.size).toBe(sources.length)
  })

  test('it followed imports: most lead to files of the tree', () => {
    const inside = verdict.links.filter(({ to, isFound }) => isFound && !/^(npm|node):/.test(to))
    expect(inside.length).toBeGreaterThan(verdict.modules.length)
  })
})

const everyLaw = [...importLaws, ...codeLaws]

describe.each(everyLaw)('$name', ({ name, because, caught, fine }) => {
  const plant = ([path, source]: Plant): readonly Violation[] => {
    const tree = new Map([...miniature, [path, source]])
    return judge(tree, { files: new Set(tree.keys()), packages }).violations
  }

  test.each(caught)('catches in %s: %s', (...planted) => {
    expect(plant(planted).map(({ law }) => law)).toContain(name)
  })

  test.each(fine)('lets pass in %s: %s', (...planted) => {
    expect(plant(planted).map(inWords)).toEqual([])
  })

  test('holds in the tree', () => {
    expect(standing.filter(({ law }) => law === name).map(inWords), because).toEqual([])
  })
})

describe('nothing-unresolvable', () => {
  const broken = (source: string): readonly string[] =>
    judge(new Map([['server/main.ts', source]]), {
      files: new Set(['server/main.ts', 'server/config.ts']),
      packages,
    }).violations.map(({ law }) => law)

  test.each([
    "import './nowhere.ts'",
    "import './config'",
    "import '#shared/nowhere.ts'",
    "import 'left-pad'",
    'const late = (name: string) => import(name)',
    "new Worker(new URL('./nowhere.ts', import.meta.url))",
  ])('catches %s', (line) => expect(broken(line)).toContain('nothing-unresolvable'))

  test.each(["import './config.ts'", "import 'zod'", "import 'node:fs'", "import 'os'"])(
    'lets pass %s',
    (line) => expect(broken(line)).toEqual([]),
  )

  test('holds in the tree', () => {
    const own = standing.filter(({ law }) => law === 'nothing-unresolvable')
    expect(own.map(inWords)).toEqual([])
  })
})

describe('no-cycles', () => {
  const broken = (lines: Readonly<Record<string, string>>): readonly string[] => {
    const tree = new Map(Object.entries(lines))
    return judge(tree, { files: new Set(tree.keys()), packages })
      .violations.filter(({ law }) => law === 'no-cycles')
      .map(({ what }) => what)
  }

  test('catches a round trip of three, however it is written', () => {
    const found = broken({
      'shared/a.ts': "import './b.ts'",
      'shared/b.ts': "export * from './c.ts'",
      'shared/c.ts': "const late = () => import('./a.ts')",
      'shared/d.ts': "import './a.ts'",
    })
    expect(found).toEqual(['shared/a.ts → shared/b.ts → shared/c.ts → shared/a.ts'])
  })

  test('lets types point back', () => {
    const found = broken({
      'shared/a.ts': "import { b } from './b.ts'",
      'shared/b.ts': "import type { A } from './a.ts'\nimport { type B } from './a.ts'",
    })
    expect(found).toEqual([])
  })

  test('finds two knots, and a node that holds itself', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['a', 'c']],
      ['c', ['d']],
      ['d', ['d']],
    ])
    expect(findCycles(graph).map((cycle) => cycle.join(''))).toEqual(['dd', 'aba'])
  })

  test('holds in the tree', () => {
    expect(standing.filter(({ law }) => law === 'no-cycles').map(inWords)).toEqual([])
  })
})

test('every exemption is still needed', () => {
  const needless = exemptions.filter(
    (own) => !verdict.violations.some((broken) => forgives(own, broken)),
  )
  expect(needless).toEqual([])
})
