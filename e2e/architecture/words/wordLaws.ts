import { isBorrowed, understoodEverywhere } from './borrowed.ts'
import { formsOf, type Pair, stemOf, variablesOf, type Words } from './readCatalogues.ts'

type Sentences = Readonly<Record<string, string>>
type Plant = readonly [chinese: Sentences, english: Sentences]

export type WordLaw = {
  readonly name: string
  readonly because: string
  /** What is wrong, a line each, beginning with the key. */
  find(pair: Pair, namespace: string): readonly string[]
  readonly caught: readonly [Plant, ...Plant[]]
  readonly fine: readonly [Plant, ...Plant[]]
}

const missing = (from: Iterable<string>, present: { has(key: string): boolean }, where: string) =>
  [...from].filter((key) => !present.has(key)).map((key) => `${key}: not in ${where}`)

/** A key with number forms has exactly those its language tells apart. */
const formsMissing = (words: Words, needed: readonly string[], where: string): string[] =>
  [...words.keys()].flatMap((key) => {
    const stem = stemOf(key, words)
    if (stem === key) return []
    const ending = key.slice(stem.length + 1)
    const lacks = needed.filter((own) => !words.has(`${stem}_${own}`))
    return [
      // i18next knows `_zero` in every language, for the sentence about nothing.
      ...([...needed, 'zero'].includes(ending) ? [] : [`${key}: no such form in ${where}`]),
      ...lacks.map((own) => `${stem}_${own}: not in ${where}`),
    ]
  })

const each = (words: Words, judge: (sentence: string, key: string) => string | false): string[] =>
  [...words].flatMap(([key, sentence]) => {
    const wrong = judge(sentence, key)
    return wrong ? [`${key}: ${wrong}`] : []
  })

const han = /\p{Script=Han}/u
const withoutVariables = (sentence: string): string =>
  sentence.replace(/\{\{[^}]*\}\}|<\/?\w+>/g, '')

const foreignWords = (sentence: string): string[] =>
  (withoutVariables(sentence).match(/[A-Za-z]{2,}/g) ?? []).filter(
    (word) => !understoodEverywhere.has(word),
  )

/** A half-width mark that touches a Chinese character on either side. */
const halfWidth = /\p{Script=Han}\s*[,;:?!()]|[,;:?!()]\s*\p{Script=Han}/u

export const wordLaws: readonly WordLaw[] = [
  {
    name: 'same keys',
    because: 'A sentence that one language lacks is a bare key on somebody’s screen',
    find: (pair) => {
      const [chinese, english] = [formsOf(pair['zh-CN']), formsOf(pair.en)]
      return [
        ...missing(chinese.keys(), english, 'en'),
        ...missing(english.keys(), chinese, 'zh-CN'),
      ]
    },
    caught: [
      [{ save: '保存' }, {}],
      [{}, { save: 'Save' }],
    ],
    fine: [[{ views_other: '看过 {{count}} 次' }, { views_one: 'once', views_other: '{{count}}' }]],
  },
  {
    name: 'the number forms of each language',
    because: 'Chinese has one form, English two: “1 views” is a mistake, a missing form a bare key',
    find: ({ 'zh-CN': chinese, en }) => [
      ...formsMissing(chinese, ['other'], 'zh-CN'),
      ...formsMissing(en, ['one', 'other'], 'en'),
    ],
    caught: [
      [{ views_other: '{{count}} 次' }, { views_other: '{{count}} views' }],
      [
        { views_one: '一次', views_other: '{{count}} 次' },
        { views_one: 'once', views_other: 'often' },
      ],
    ],
    fine: [
      [
        { views_other: '次', step_one: '第一步' },
        { views_one: 'once', views_other: 'often' },
      ],
    ],
  },
  {
    name: 'same variables',
    because: 'A name or number that one language forgets is a fact half the users do not get',
    find: (pair) => {
      const english = formsOf(pair.en)
      const names = (forms: readonly string[]): string =>
        [...new Set(forms.flatMap(variablesOf))].sort().join(', ')
      return [...formsOf(pair['zh-CN'])].flatMap(([key, forms]) => {
        const [own, other] = [names(forms), names(english.get(key) ?? forms)]
        return own === other ? [] : [`${key}: {${own}} in zh-CN, {${other}} in en`]
      })
    },
    caught: [[{ made: '{{name}} 新建' }, { made: 'Made by {{who}}' }]],
    fine: [
      [{ made: '{{name}}，{{ date, short }}' }, { made: '{{date}} by {{name}}' }],
      [{ n_other: '{{count}} 条' }, { n_one: 'one', n_other: '{{count}} of them' }],
    ],
  },
  {
    name: 'nothing is empty',
    because: 'An empty label is a control nobody can name',
    find: ({ 'zh-CN': chinese, en }) =>
      [chinese, en].flatMap((words) => each(words, (own) => own.trim() === '' && 'is empty')),
    caught: [[{ save: ' ' }, { save: 'Save' }]],
    fine: [[{ comma: '、' }, { comma: ', ' }]],
  },
  {
    name: 'English is English',
    because: 'A switch to English is complete or it is none',
    find: ({ en }, namespace) =>
      each(en, (own, key) => {
        const mayStay = isBorrowed(`${namespace}:${key}`)
        return han.test(own) && !mayStay && `“${own}” is Chinese`
      }),
    caught: [[{ save: '保存' }, { save: '保存' }]],
    fine: [[{ save: '保存' }, { save: 'Save' }]],
  },
  {
    name: 'Chinese is Chinese',
    because: 'Chinese comes first; what everybody writes in Latin letters is listed',
    find: ({ 'zh-CN': chinese }) =>
      each(chinese, (own) => {
        const [word] = foreignWords(own)
        return !han.test(own) && word !== undefined && `“${own}” says ${word}`
      }),
    caught: [[{ save: 'Save' }, { save: 'Save' }]],
    fine: [
      [
        { a: 'English', b: '{{minutes}}′', c: '导出 CSV' },
        { a: '-', b: '-', c: '-' },
      ],
    ],
  },
  {
    name: 'Chinese has full-width marks',
    because: 'A half-width comma between characters is a typing error in print',
    find: ({ 'zh-CN': chinese }) =>
      each(
        chinese,
        (own) => halfWidth.test(withoutVariables(own)) && `half-width mark in “${own}”`,
      ),
    caught: [
      [{ a: '已保存, 放心' }, { a: '-' }],
      [{ a: '确定吗?' }, { a: '-' }],
      [{ a: '(草稿)' }, { a: '-' }],
    ],
    fine: [
      [
        { a: '已保存，放心（{{at}}）', b: '从 8:30 开始' },
        { a: '-', b: '-' },
      ],
    ],
  },
]
