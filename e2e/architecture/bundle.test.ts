import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildPages } from './bundle/buildPages.ts'
import { findForeign } from './bundle/findForeign.ts'
import {
  chunksWith,
  filesOf,
  inWords,
  kiloBytes,
  type Manifest,
  type Reach,
  readManifest,
  weigh,
} from './bundle/readManifest.ts'
import { readText } from './engine/readTree.ts'

/** What every page needs before its first paint: the program, the default language’s own words. */
const SHELL = ['index.html', 'i18n/zh-CN/app.json']

type Budget = {
  readonly what: string
  readonly sources: readonly string[]
  readonly reach: Reach
  /** Already there when the page is opened, or fetched only when slides are shown. */
  readonly without: readonly string[]
  /** Fetched on another occasion and weighed there; what they share with this is counted here. */
  readonly apart?: readonly string[]
  /** kB = 1000 bytes after gzip. */
  readonly js: number
  readonly css?: number
}

const PDF = /^assets\/pdf/

/** performance.md §5. Sizes are exact, so they may be a test; times are not and live in bench/. */
const budgets: readonly Budget[] = [
  {
    what: 'first load of the sign-in page',
    sources: [...SHELL, 'pages/SignInPage.tsx', 'i18n/zh-CN/accounts.json'],
    reach: 'at once',
    without: [],
    js: 200,
    css: 45,
  },
  {
    what: 'first load of home',
    sources: [...SHELL, 'pages/HomePage.tsx', 'i18n/zh-CN/home.json', 'i18n/zh-CN/lessons.json'],
    reach: 'at once',
    without: [],
    js: 200,
    css: 45,
  },
  {
    // The other tabs of the lesson come when they are opened.
    what: 'the lesson page with the editor',
    sources: ['pages/LessonPage.tsx', 'pages/LessonPlan.tsx', 'features/plans/PlanWorkspace.tsx'],
    reach: 'at once',
    without: SHELL,
    apart: ['features/plans/versions/PastScreen.tsx'],
    js: 290,
  },
  {
    // Fetched when somebody turns to it, on top of the editor that shows it.
    what: 'a plan’s past',
    sources: ['features/plans/versions/PastScreen.tsx'],
    reach: 'with what it loads later',
    without: [...SHELL, 'features/plans/PlanWorkspace.tsx'],
    // It tells what was moved from what is new, and when the plan was written; its switch is not the editor's.
    js: 11.5,
  },
  {
    // What a teacher waits for at the door: the lobby with its checks, and the lesson behind it.
    what: 'a classroom when its lobby opens, slides apart',
    sources: ['pages/ClassroomPage.tsx'],
    reach: 'at once',
    without: SHELL,
    js: 140,
  },
  {
    // LiveKit's client comes while the checks are made. The line is there to notice a second SDK.
    what: 'sound and picture, loaded behind the lobby',
    sources: ['lib/live/joinRoom.ts'],
    reach: 'with what it loads later',
    without: [...SHELL, 'pages/ClassroomPage.tsx'],
    js: 150,
  },
]

describe('the built pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yanke-pages-'))
  let manifest: Manifest = {}

  beforeAll(async () => {
    await buildPages(folder)
    manifest = readManifest(folder)
  }, 120_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const filesIn = ({ sources, reach, without, apart = [] }: Budget): string[] => {
    const present = new Set([...chunksWith(manifest, without), ...apart])
    const keys = chunksWith(manifest, sources, reach, present)
    return filesOf(manifest, keys).filter((file) => !PDF.test(file))
  }

  test.each(budgets)('$what ≤ $js kB of script', (budget) => {
    const weights = weigh(folder, filesIn(budget), 'js')
    expect(weights.length).toBeGreaterThan(0)
    expect(kiloBytes(weights), inWords(weights)).toBeLessThanOrEqual(budget.js)
  })

  test.each(budgets.filter(({ css }) => css !== undefined))(
    '$what ≤ $css kB of styles',
    (budget) => {
      const weights = weigh(folder, filesIn(budget), 'css')
      expect(weights.length).toBeGreaterThan(0)
      expect(kiloBytes(weights), inWords(weights)).toBeLessThanOrEqual(budget.css ?? 0)
    },
  )

  test('name no foreign address', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(m?js|css|html|json|svg)$/.test(file),
    )
    expect(files.length).toBeGreaterThan(10)
    const found = files.flatMap((file) =>
      findForeign(readFileSync(join(folder, file), 'utf8')).map((where) => `${file}: ${where}`),
    )
    expect(found).toEqual([])
  })
})

describe('the scales', () => {
  const chunk = (file: string, more: object = {}) => ({
    ...{ file, imports: [], dynamicImports: [], css: [] },
    ...more,
  })
  const small: Manifest = {
    'index.html': chunk('main.js', { dynamicImports: ['pages/A.tsx'], css: ['main.css'] }),
    'pages/A.tsx': chunk('a.js', { imports: ['_b', 'index.html'], dynamicImports: ['late.ts'] }),
    _b: chunk('b.js', { css: ['b.css'] }),
    'late.ts': chunk('late.js', { imports: ['_b'] }),
  }
  const files = (sources: readonly string[], reach?: Reach, present?: ReadonlySet<string>) =>
    filesOf(small, chunksWith(small, sources, reach, present)).sort()

  test('weigh a page with its imports and their styles, each once', () => {
    expect(files(['pages/A.tsx'])).toEqual(['a.js', 'b.css', 'b.js', 'main.css', 'main.js'])
  })

  test('leave out what is there already, and what that loads', () => {
    const present = chunksWith(small, ['index.html'])
    expect(files(['pages/A.tsx'], 'at once', present)).toEqual(['a.js', 'b.css', 'b.js'])
    expect(files(['pages/A.tsx'], 'with what it loads later', present)).toContain('late.js')
  })

  test('refuse a source nobody built', () => {
    expect(() => files(['pages/B.tsx'])).toThrow('pages/B.tsx is not in the manifest')
  })
})

describe('one copy', () => {
  const { packages } = JSON.parse(readText('package-lock.json')) as {
    readonly packages: Readonly<Record<string, { readonly version: string }>>
  }

  // Two copies of these recognise nothing of each other: values vanish, hooks break.
  test.each(['yjs', 'lib0', 'react', 'react-dom', 'prosemirror-model', 'prosemirror-state'])(
    'of %s in the lock file',
    (name) => {
      const copies = Object.keys(packages).filter((path) => path.endsWith(`node_modules/${name}`))
      expect(copies).toEqual([`node_modules/${name}`])
    },
  )
})

describe('nothing foreign', () => {
  test.each([
    'https://cdn.example.org/x.js',
    '//unpkg.com/pdfjs',
    'https://cdn.jsdelivr.net/npm/x',
    'https://esm.sh/yjs',
    'https://fonts.googleapis.com/css2',
    'stun:stun.l.google.com:19302',
    'https://global.stun.twilio.com',
  ])('catches %s', (address) => {
    expect(findForeign(`const x="${address}";`)).not.toEqual([])
  })

  test.each(['http://www.w3.org/2000/svg', 'const cdnow = stunning', '/assets/pdf.worker.js'])(
    'lets pass %s',
    (text) => expect(findForeign(text)).toEqual([]),
  )
})
