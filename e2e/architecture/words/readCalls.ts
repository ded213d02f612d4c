import {
  type Argument,
  type ArrowFunctionExpression,
  type CallExpression,
  type Expression,
  type Function as FunctionNode,
  type JSXOpeningElement,
  Visitor,
} from 'oxc-parser'
import { constantText, type Module } from '../engine/parseModule.ts'
import { boundBy, DEFAULT, type Scope, scopeOf } from './boundNames.ts'

/** A key as far as the source shows it: whole, with holes (`save.*`), or not at all (null). */
export type KeyShape = { readonly text: string; readonly hasHoles: boolean } | null

/** One place where a component asks for words. */
export type Call = {
  readonly file: string
  readonly line: number
  /** Null when nothing in the file says which catalogue the `t` at hand reads. */
  readonly namespace: string | null
  readonly key: KeyShape
  /** One of several that share what is given: `t(isNew ? 'a' : 'b', { name })`. */
  readonly isChoice: boolean
  /** Names it fills in; null when they come from an object made elsewhere. */
  readonly given: readonly string[] | null
}

/** Stands for whatever a template's hole may say. */
export const HOLE = '*'

type Nodeish = Expression | Argument

/** The key or keys an expression may be: `a ? 'x' : 'y'` is two, a template is one with holes. */
const shapesOf = (node: Nodeish | undefined): KeyShape[] => {
  const whole = constantText(node)
  if (whole !== null) return [{ text: whole, hasHoles: false }]
  if (node?.type === 'ConditionalExpression')
    return [...shapesOf(node.consequent), ...shapesOf(node.alternate)]
  if (node?.type === 'TSAsExpression' || node?.type === 'ParenthesizedExpression')
    return shapesOf(node.expression)
  if (node?.type === 'TemplateLiteral')
    return [{ text: node.quasis.map(({ value }) => value.cooked).join(HOLE), hasHoles: true }]
  return [null]
}

const givenBy = (node: Nodeish | undefined): readonly string[] | null => {
  if (!node) return []
  if (node.type !== 'ObjectExpression') return null
  const names: string[] = []
  for (const own of node.properties) {
    if (own.type !== 'Property' || own.computed || own.key.type !== 'Identifier') return null
    names.push(own.key.name)
  }
  return names
}

const attribute = (node: JSXOpeningElement, name: string): Nodeish | undefined => {
  for (const own of node.attributes) {
    if (own.type !== 'JSXAttribute' || own.name.name !== name) continue
    if (own.value?.type === 'Literal') return own.value
    if (own.value?.type === 'JSXExpressionContainer')
      return own.value.expression.type === 'JSXEmptyExpression' ? undefined : own.value.expression
  }
  return undefined
}

/** Every `t('…')`, `i18next.t('ns:…')` and `<Trans i18nKey="…">` of one file. */
export const readCalls = (module: Module): Call[] => {
  if (!module.imports.some(({ specifier }) => /i18next/.test(specifier ?? ''))) return []
  const calls: Call[] = []
  const scopes: Scope[] = [new Map()]
  const namespaceOf = (name: string): string | null =>
    scopes.findLast((scope) => scope.has(name))?.get(name) ?? null

  const add = (
    { start }: { readonly start: number },
    namespace: string | null,
    keys: readonly KeyShape[],
    given: Call['given'],
  ): void => {
    for (const key of keys) {
      const [, named, rest] = /^(\w+):(.+)$/s.exec(key?.text ?? '') ?? []
      calls.push({
        file: module.path,
        line: module.lineAt(start),
        namespace: named ?? namespace,
        key: key && { ...key, text: rest ?? key.text },
        isChoice: keys.length > 1,
        given,
      })
    }
  }

  const read = (node: CallExpression): void => {
    const [key, options] = node.arguments
    const { callee } = node
    if (callee.type === 'Identifier') {
      const namespace = namespaceOf(callee.name)
      if (callee.name === 't' || namespace !== null)
        add(node, namespace, shapesOf(key), givenBy(options))
      return
    }
    if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return
    if (!/^i18n(ext)?$/.test(callee.object.name) || callee.property.type !== 'Identifier') return
    if (callee.property.name === 't') add(node, DEFAULT, shapesOf(key), givenBy(options))
  }

  const enter = (node: FunctionNode | ArrowFunctionExpression): void => {
    scopes.push(scopeOf(node))
  }
  const leave = (): void => {
    scopes.pop()
  }
  new Visitor({
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    VariableDeclarator: (node) => {
      const bound = boundBy(node)
      if (bound) scopes.at(-1)?.set(...bound)
    },
    CallExpression: read,
    JSXOpeningElement: (node) => {
      if (node.name.type !== 'JSXIdentifier' || node.name.name !== 'Trans') return
      const t = attribute(node, 't')
      const bound = t?.type === 'Identifier' ? namespaceOf(t.name) : null
      const namespace = constantText(attribute(node, 'ns')) ?? bound ?? DEFAULT
      add(node, namespace, shapesOf(attribute(node, 'i18nKey')), null)
    },
  }).visit(module.program)
  return calls
}
