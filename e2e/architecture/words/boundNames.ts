import type {
  ArrowFunctionExpression,
  Function as FunctionNode,
  VariableDeclarator,
} from 'oxc-parser'
import { constantText } from '../engine/parseModule.ts'

/** Names of a function that speak, with the catalogue each reads: `t` → `study`. */
export type Scope = Map<string, string>

/** Catalogue of `t` when nobody names one (i18next's defaultNS in client/i18n/startWords.ts). */
export const DEFAULT = 'app'

/** `const { t: say } = useTranslation('study')` makes `say` read `study`. */
export const boundBy = ({ id, init }: VariableDeclarator): readonly [string, string] | null => {
  if (init?.type !== 'CallExpression' || id.type !== 'ObjectPattern') return null
  if (init.callee.type !== 'Identifier' || init.callee.name !== 'useTranslation') return null
  const [first] = init.arguments
  const list = first?.type === 'ArrayExpression' ? first.elements[0] : first
  const namespace = list && list.type !== 'SpreadElement' ? constantText(list) : DEFAULT
  for (const own of id.properties)
    if (own.type === 'Property' && own.key.type === 'Identifier' && own.key.name === 't')
      if (own.value.type === 'Identifier') return [own.value.name, namespace ?? DEFAULT]
  return null
}

/** `(t: TFunction<'study'>) => …` makes `t` read `study`. */
export const scopeOf = (node: FunctionNode | ArrowFunctionExpression): Scope => {
  const scope: Scope = new Map()
  for (const own of node.params) {
    if (own.type !== 'Identifier') continue
    const type = own.typeAnnotation?.typeAnnotation
    if (type?.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') continue
    const [first] = type.typeArguments?.params ?? []
    if (type.typeName.name !== 'TFunction') continue
    if (first?.type === 'TSLiteralType' && first.literal.type === 'Literal')
      scope.set(own.name, String(first.literal.value))
  }
  return scope
}
