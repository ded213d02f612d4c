import { type TemplateElement, Visitor, type VisitorObject } from 'oxc-parser'
import type { CodeLaw, Finding } from '../engine/law.ts'
import type { Module } from '../engine/parseModule.ts'

type Report = (node: { readonly start: number }, what: string) => void

/** Walks one file with a visitor of the parser's own and collects what it reports. */
const search =
  (visitor: (report: Report, module: Module) => VisitorObject) =>
  (module: Module): readonly Finding[] => {
    const found: Finding[] = []
    const report: Report = ({ start }, what) => found.push({ line: module.lineAt(start), what })
    new Visitor(visitor(report, module)).visit(module.program)
    return found
  }

/** Everything in a file that may be shown or sent: strings, templates, text between tags. Not comments. */
const texts = (judge: (text: string, report: (what: string) => void) => void) =>
  search((report) => ({
    Literal: (node) => {
      if (typeof node.value === 'string') judge(node.value, (what) => report(node, what))
    },
    TemplateElement: (node: TemplateElement) =>
      judge(node.value.cooked ?? '', (what) => report(node, what)),
    JSXText: (node) => judge(node.value, (what) => report(node, what)),
  }))

/** `process.env`, also taken apart: `const { env } = process`, `import { env } from 'node:process'`. */
const environment = search((report) => ({
  MemberExpression: ({ object, property, start }) => {
    const isProcess = object.type === 'Identifier' && object.name === 'process'
    if (isProcess && property.type === 'Identifier' && property.name === 'env')
      report({ start }, 'process.env')
  },
  VariableDeclarator: ({ id, init, start }) => {
    if (id.type === 'ObjectPattern' && init?.type === 'Identifier' && init.name === 'process')
      report({ start }, 'const { … } = process')
  },
  ImportDeclaration: (node) => {
    if (/^(node:)?process$/.test(node.source.value)) report(node, 'node:process')
  },
}))

const impure = new Set(['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID'])

const clockOrDice = search((report) => ({
  MemberExpression: ({ object, property, start }) => {
    if (object.type !== 'Identifier' || property.type !== 'Identifier') return
    const name = `${object.name}.${property.name}`
    if (impure.has(name)) report({ start }, name)
  },
  NewExpression: ({ callee, arguments: given, start }) => {
    if (callee.type === 'Identifier' && callee.name === 'Date' && given.length === 0)
      report({ start }, 'new Date()')
  },
}))

/** Addresses that name a host of the world; an XML namespace is a name, and 127.0.0.1 is here. */
const foreign =
  /\b(?:https?|wss?):\/\/(?!www\.w3\.org\/|127\.0\.0\.1|localhost\b|\[::1\])([\w-]+\.)+\w+/

const letters = (count: number): string =>
  [...'bcdefghijk']
    .slice(0, count)
    .map((letter) => `export const ${letter} = 1`)
    .join('\n')

/** What no import shows: laws about what stands in a file. */
export const codeLaws: readonly CodeLaw[] = [
  {
    name: 'environment-has-one-reader',
    because: 'An option that is read anywhere is documented nowhere',
    within: '^(client|server|shared)/',
    except: String.raw`^server/(config\.ts|main\.ts|start/)`,
    find: environment,
    caught: [
      ['server/platform/http/route.ts', 'const port = process.env.PORT'],
      ['server/platform/http/route.ts', 'const { env } = process'],
      ['shared/ids.ts', "import { env } from 'process'"],
    ],
    fine: [
      ['server/main.ts', 'const config = readConfig(process.env)'],
      ['server/platform/http/route.ts', "const words = 'process.env'\nprocess.exit(1)"],
    ],
  },
  {
    name: 'shared-has-no-clock-and-no-dice',
    because: 'A rule that asks the time cannot be tested, and differs on two computers',
    within: '^shared/',
    find: clockOrDice,
    caught: [
      ['shared/ids.ts', 'const now = Date.now()'],
      ['shared/ids.ts', 'const now = new Date()'],
      ['shared/ids.ts', 'const id = Math.random()'],
    ],
    fine: [['shared/ids.ts', 'const at = (ms: number) => new Date(ms).toISOString()']],
  },
  {
    name: 'exports-have-names',
    because: 'A thing is found by the one name it has everywhere',
    within: '.',
    except: String.raw`\.config\.ts$|\.d\.ts$`,
    find: ({ exports }) =>
      exports.includes('default') ? [{ line: 1, what: 'export default' }] : [],
    caught: [
      ['shared/ids.ts', 'export default 1'],
      ['shared/ids.ts', 'const x = 1\nexport { x as default }'],
    ],
    fine: [
      ['e2e/playwright.config.ts', 'export default {}'],
      ['shared/ids.ts', 'export const x = 1'],
    ],
  },
  {
    name: 'words-live-in-catalogues',
    because: 'A sentence in a component exists in one language',
    within: '^client/',
    except: String.raw`^client/(i18n|testing)/|\.test\.tsx?$`,
    find: texts((text, report) => {
      if (/\p{Script=Han}/u.test(text)) report(text.trim().slice(0, 30))
    }),
    caught: [
      ['client/ui/Button.tsx', "const label = '保存'"],
      ['client/ui/Button.tsx', `const label = (n: number) => \`共 \${n} 条\``],
      ['client/ui/Button.tsx', 'const Save = () => <button title="保存">ok</button>'],
      ['client/ui/Button.tsx', 'const Save = () => <button>保存</button>'],
    ],
    fine: [['client/ui/Button.tsx', "// 保存\nconst label = t('save') /* 已保存 */"]],
  },
  {
    name: 'nothing-phones-abroad',
    because: 'A school behind a closed network has everything the product needs',
    within: '^(client|server|shared)/',
    // The one address the product may fetch from, pinned by SHA-256 and only for the media server.
    except: String.raw`^server/platform/livekit/releaseArchives\.ts$|\.test\.tsx?$`,
    find: texts((text, report) => {
      const [address] = foreign.exec(text) ?? []
      if (address) report(address)
    }),
    caught: [
      ['client/ui/Button.tsx', "const font = 'https://fonts.googleapis.com/css2'"],
      ['client/ui/Button.tsx', 'const Map = () => <img src="https://cdn.example.org/a.png" />'],
      ['server/platform/http/route.ts', `fetch(\`https://api.example.org/\${1}\`)`],
    ],
    fine: [
      ['client/ui/Button.tsx', "const svg = 'http://www.w3.org/2000/svg'"],
      ['server/main.ts', `const own = (host: string) => \`https://\${host}:\${1}\``],
      ['server/main.ts', "// see https://github.com/yjs/yjs\nconst own = 'http://127.0.0.1:4600'"],
    ],
  },
  {
    name: 'a-file-fits-in-a-head',
    because: 'Above 350 lines of code a file has two reasons to change',
    within: '.',
    find: ({ lines }) => (lines > 350 ? [{ line: 1, what: `${lines} lines of code` }] : []),
    caught: [['shared/ids.ts', 'const again = 1;\n'.repeat(351)]],
    fine: [
      ['shared/ids.ts', 'const again = 1;\n\n'.repeat(350)],
      ['shared/ids.ts', '// why\n'.repeat(351)],
    ],
  },
  {
    name: 'doors-are-narrow',
    because: 'What a feature shows to the pages is a promise; ten are enough',
    within: String.raw`^client/features/[^/]+/index\.ts$`,
    find: ({ exports }) => {
      if (exports.includes('*')) return [{ line: 1, what: 'export *' }]
      return exports.length > 10 ? [{ line: 1, what: `${exports.length} exports` }] : []
    },
    caught: [
      ['client/features/plans/index.ts', "export * from './editor/PlanEditor.tsx'"],
      ['client/features/plans/index.ts', `export const a = 1\n${letters(10)}`],
    ],
    fine: [['client/features/plans/index.ts', letters(10)]],
  },
]
