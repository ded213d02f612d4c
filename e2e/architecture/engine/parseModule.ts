import {
  type Argument,
  type Comment,
  type Expression,
  type Program,
  parseSync,
  Visitor,
} from 'oxc-parser'

/** How one file reaches another: for its values, for its types only, or when it is needed. */
export type ImportKind = 'value' | 'type' | 'lazy'

export type Import = {
  /** As it is written; null when it is computed, so that nobody can know it before it runs. */
  readonly specifier: string | null
  readonly kind: ImportKind
  readonly line: number
}

export type Module = {
  /** From the repository's root, with forward slashes. */
  readonly path: string
  /** Lines on which code stands: neither blank nor only comment. */
  readonly lines: number
  readonly program: Program
  readonly imports: readonly Import[]
  /** Names it gives away; `default` is one, `*` stands for everything of another file. */
  readonly exports: readonly string[]
  readonly lineAt: (offset: number) => number
}

/** The text of a string literal, or of a template without holes; null for anything computed. */
export const constantText = (node: Expression | Argument | null | undefined): string | null => {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? null
  return null
}

const lineCounter = (text: string): ((offset: number) => number) => {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1
}

/** Every way in which a file can name another one. */
const readImports = (program: Program, lineAt: (offset: number) => number): Import[] => {
  const found: Import[] = []
  const add = (specifier: string | null, kind: ImportKind, { start }: { start: number }): void => {
    found.push({ specifier, kind, line: lineAt(start) })
  }
  new Visitor({
    ImportDeclaration: (node) => {
      const onlyTypes =
        node.importKind === 'type' ||
        (node.specifiers.length > 0 &&
          node.specifiers.every(
            (own) => own.type === 'ImportSpecifier' && own.importKind === 'type',
          ))
      add(node.source.value, onlyTypes ? 'type' : 'value', node)
    },
    ExportNamedDeclaration: (node) => {
      if (!node.source) return
      const onlyTypes =
        node.exportKind === 'type' || node.specifiers.every((own) => own.exportKind === 'type')
      add(node.source.value, onlyTypes ? 'type' : 'value', node)
    },
    ExportAllDeclaration: (node) =>
      add(node.source.value, node.exportKind === 'type' ? 'type' : 'value', node),
    ImportExpression: (node) => add(constantText(node.source), 'lazy', node),
    TSImportType: (node) => add(node.source.value, 'type', node),
    TSImportEqualsDeclaration: (node) => {
      if (node.moduleReference.type === 'TSExternalModuleReference')
        add(node.moduleReference.expression.value, 'value', node)
    },
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'require')
        add(constantText(node.arguments[0]), 'value', node)
    },
    // A worker is another file's code, started by its address.
    NewExpression: (node) => {
      const [address, base] = node.arguments
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'URL') return
      const path = constantText(address)
      if (base?.type === 'MemberExpression' && path && /^\.\.?\/.*\.[cm]?[jt]sx?$/.test(path))
        add(path, 'lazy', node)
    },
  }).visit(program)
  return found
}

const countLines = (text: string, comments: readonly Comment[]): number => {
  let code = text
  for (const { start, end } of comments)
    code = code.slice(0, start) + code.slice(start, end).replace(/\S/g, ' ') + code.slice(end)
  return code.split('\n').filter((line) => line.trim() !== '').length
}

/** Reads one source file by oxc. Throws when it does not parse: an unread file would be an unjudged one. */
export const parseModule = (path: string, text: string): Module => {
  const { program, module, comments, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path} does not parse: ${errors[0].message}`)
  const lineAt = lineCounter(text)
  const exports = module.staticExports.flatMap(({ entries }) =>
    entries.map(({ exportName }) =>
      exportName.kind === 'Default' ? 'default' : (exportName.name ?? '*'),
    ),
  )
  const lines = countLines(text, comments)
  return { path, lines, program, imports: readImports(program, lineAt), exports, lineAt }
}
