import { describe, expect, test } from 'vitest'
import { errorCatalog } from '#shared/errors/catalog.ts'
import { isLeaf } from './engine/law.ts'
import { type Module, parseModule } from './engine/parseModule.ts'
import { isSource, readText, readTree } from './engine/readTree.ts'
import { borrowed } from './words/borrowed.ts'
import { wrongWith } from './words/judgeCalls.ts'
import { judgeErrorWords } from './words/judgeErrorWords.ts'
import { readCalls } from './words/readCalls.ts'
import { flatten, type Pair, readCatalogues } from './words/readCatalogues.ts'
import { unspoken } from './words/unspoken.ts'
import { wordLaws } from './words/wordLaws.ts'

const { namespaces, pairs } = readCatalogues()
const modules: readonly Module[] = readTree()
  .filter((path) => /^(client|shared)\//.test(path) && isSource(path) && !isLeaf(path))
  .map((path) => parseModule(path, readText(path)))
const calls = modules.flatMap(readCalls)

const pairOf = (chinese: object, english: object): Pair => ({
  'zh-CN': new Map(flatten(chinese)),
  en: new Map(flatten(english)),
})

test('both languages have the same catalogues', () => {
  expect(namespaces.en).toEqual(namespaces['zh-CN'])
  expect(namespaces.en.length).toBeGreaterThan(0)
})

describe.each(wordLaws)('$name', ({ because, caught, fine, find }) => {
  test.each(caught)('catches %j · %j', (chinese, english) => {
    expect(find(pairOf(chinese, english), 'app')).not.toEqual([])
  })

  test.each(fine)('lets pass %j · %j', (chinese, english) => {
    expect(find(pairOf(chinese, english), 'app')).toEqual([])
  })

  test.each([...pairs])('holds in %s', (namespace, pair) => {
    expect(find(pair, namespace), because).toEqual([])
  })
})

test('every borrowed word is still there', () => {
  const chinese = [...pairs].flatMap(([namespace, { en }]) =>
    [...en].flatMap(([key, own]) => (/\p{Script=Han}/u.test(own) ? [`${namespace}:${key}`] : [])),
  )
  const gone = borrowed.filter(({ key }) => !chinese.some((own) => own.startsWith(key)))
  expect(gone).toEqual([])
})

describe('what components ask for', () => {
  const words = new Map([
    [
      'app',
      pairOf(
        { save: '存', tab: { a: '甲', b: '乙' }, made: '{{name}} 建', views_other: '{{count}} 次' },
        {},
      ),
    ],
  ])
  const wrong = (body: string): readonly (string | null)[] =>
    readCalls(
      parseModule(
        'client/pages/X.tsx',
        `import { useTranslation, Trans } from 'react-i18next'
         const X = () => { const { t } = useTranslation('app'); ${body} }`,
      ),
    ).map((call) => wrongWith(call, words))

  test.each([
    ["t('sav')", /no key/],
    ["t('tab')", /no key/],
    ["t(isNew ? 'save' : 'sav')", /no key/],
    [`t(\`tabs.\${own}\`)`, /no key like/],
    ["t('nowhere:save')", /no catalogue/],
    ["t('made')", /needs {name}/],
    ["t('made', { who })", /needs {name}/],
    ["t('save', { name })", /has no {name}/],
    ["t('views')", /needs {count}/],
    ['return <Trans i18nKey="sav" />', /no key/],
    ["const f = (say: TFunction<'study'>) => say('save')", /no catalogue/],
    ["i18next.t('study:save')", /no catalogue/],
  ])('catches %s', (line, complaint) => {
    expect(wrong(line).filter((own) => own !== null)).toEqual([expect.stringMatching(complaint)])
  })

  test('catches a t nobody bound to a catalogue', () => {
    const [call] = readCalls(
      parseModule(
        'client/pages/x.ts',
        "import type { TFunction } from 'i18next'\nexport const f = (t: TFunction) => t('save')",
      ),
    )
    expect(call && wrongWith(call, words)).toMatch(/which catalogue/)
  })

  test.each([
    "t('save')",
    "t('app:save')",
    `t(\`tab.\${own}\`)`,
    "t(isNew ? 'tab.a' : 'tab.b')",
    "t('made', { name })",
    "t(isNew ? 'made' : 'save', { name })",
    "t('made', facts)",
    "t('made', { ...facts })",
    "t('views', { count: 2 })",
    "const f = (say: TFunction<'app'>) => say('save')",
    "i18next.t('save')",
    't(place.key)',
    'return <Trans i18nKey="save" t={t} />',
  ])('lets pass %s', (line) => {
    expect(wrong(line)).not.toEqual([])
    expect(wrong(line).filter((own) => own !== null)).toEqual([])
  })

  test('it read calls of every folder that has words', () => {
    const asked = new Set(calls.map(({ namespace }) => namespace))
    expect(namespaces['zh-CN'].filter((own) => !asked.has(own))).toEqual([])
  })

  test('is there, with everything it needs', () => {
    const found = calls.flatMap((call) => {
      const what = wrongWith(call, pairs)
      return what ? [`${call.file}:${call.line}  ${what}`] : []
    })
    expect(found).toEqual([])
  })
})

describe('no sentence without a speaker', () => {
  const left = (source: string): readonly string[] =>
    unspoken(
      new Map([['app', pairOf({ save: '存', tab: { a: '甲', b: '乙' }, n_other: '次' }, {})]]),
      [
        parseModule(
          'client/x.ts',
          `import { t } from 'i18next'\nconst { t } = useTranslation('app')\n${source}`,
        ),
      ],
    )

  test.each([
    ["t('save')", ['app:tab.a', 'app:tab.b', 'app:n']],
    [`t(\`tab.\${x}\`), t('n', { count: 1 })`, ['app:save']],
    ["const keys = ['save', 'tab.a', 'tab.b', 'n']\nt(keys[0])", []],
    [`const key = \`tab.\${x}\`\nt(key), t('save')`, ['app:n']],
  ])('%s leaves %j', (source, expected) => expect(left(source)).toEqual(expected))

  test('holds in the catalogues', () => expect(unspoken(pairs, modules)).toEqual([]))
})

describe('words of errors', () => {
  test.each([
    [{ 'zh-CN': '', en: 'Try again in a while' }, 1],
    [{ 'zh-CN': '请过一会儿再试', en: 'Try 再试 in a while' }, 1],
    [{ 'zh-CN': 'Please try again', en: 'Please try again' }, 1],
    [{ 'zh-CN': '请过 {seconds} 秒再试', en: 'Try again in a while' }, 1],
    [{ 'zh-CN': '请过一会儿,再试', en: 'Try again in a while' }, 1],
    [{ 'zh-CN': '请过一会儿再试'.repeat(12), en: 'Try again in a while' }, 1],
    [{ 'zh-CN': '请过 {seconds} 秒再试', en: 'Try again in {seconds} s' }, 0],
  ])('of %j finds %i', (words, count) => {
    expect(judgeErrorWords('x/y', words)).toHaveLength(count)
  })

  test('hold in the catalogue', () => {
    const found = Object.entries(errorCatalog).flatMap(([code, { words }]) =>
      judgeErrorWords(code, words),
    )
    expect(found).toEqual([])
  })
})
