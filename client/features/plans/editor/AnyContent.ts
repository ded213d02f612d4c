import { Extension } from '@tiptap/core'
import {
  type Attrs,
  type ContentMatch,
  Fragment,
  type Mark,
  type Node,
  type NodeType,
  type Schema,
} from '@tiptap/pm/model'

/** So many rows or columns a cell may take; ours take one, and those of a pasted table a few. */
const MOST_SPANNED = 100
/** No name or figure of ours is nearly as long. */
const LONGEST_VALUE = 100

const isSpan = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_SPANNED

const isName = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= LONGEST_VALUE && !(value in Object.prototype)

const isFigure = (value: unknown): boolean => Number.isFinite(value) || isName(value)

/** What may stand in an attribute, and what is read where something else does. */
const sound: Readonly<
  Record<string, readonly [is: (value: unknown) => boolean, instead: unknown]>
> = {
  level: [isFigure, 2],
  role: [isName, 'plain'],
  // The table plugin makes room for all of it: a thousand million columns end every page.
  colspan: [isSpan, 1],
  rowspan: [isSpan, 1],
  // Nothing of ours sets or shows it.
  colwidth: [() => false, null],
  stepId: [isName, null],
  minutes: [isFigure, 0],
  firstPage: [isFigure, null],
  kind: [isName, ''],
}

/** ProseMirror's own, through which every node is made, and which its types leave out. */
type MakesAttrs = { computeAttrs(attrs: Attrs | null): Attrs }

const readSoundly = (type: MakesAttrs): void => {
  const compute = type.computeAttrs.bind(type)
  type.computeAttrs = (given) => {
    const attrs = compute(given)
    const changed = Object.entries(attrs).flatMap(([name, value]) => {
      const [is, instead] = sound[name] ?? []
      return is?.(value) === false && value !== instead ? [[name, instead] as const] : []
    })
    return changed.length === 0 ? attrs : { ...attrs, ...Object.fromEntries(changed) }
  }
}

type Json = {
  readonly type: string
  readonly attrs?: Attrs
  readonly text?: string
  readonly content?: readonly Json[]
  readonly marks?: readonly { readonly type: string; readonly attrs?: Attrs }[]
}

/**
 * Lets a type hold what the document has put in it, so that one may go on changing what stands there; nothing
 * like it is put there by ProseMirror. Answers with what is to be told of such content. It counts on
 * types that hold any number of what they hold.
 */
const admitting = (type: NodeType): ((content: Fragment) => void) => {
  if (type.isLeaf) return () => undefined
  const { contentMatch } = type
  const strangers = new Set<NodeType>()
  const isKnown = (child: NodeType) => contentMatch.matchType(child) !== null
  const match: ContentMatch = Object.create(contentMatch)
  match.matchType = (child) => (isKnown(child) ? match : null)
  match.matchFragment = (content, from = 0, to = content.childCount) => {
    for (let at = from; at < to; at += 1) {
      const child = content.child(at).type
      if (!isKnown(child) && !strangers.has(child)) return null
    }
    return match
  }
  type.contentMatch = match
  type.validContent = (content) =>
    match.matchFragment(content) !== null &&
    content.content.every((child) => strangers.has(child.type) || type.allowsMarks(child.marks))
  return (content) => {
    for (const child of content.content) if (!isKnown(child.type)) strangers.add(child.type)
  }
}

/**
 * Makes a schema take whatever a document says. The binding deletes what its schema refuses, for
 * everybody and with all that is in it, on whichever page opens the plan: a paragraph for one italic
 * letter, a step for a line that stands in none of its rows.
 */
const takeAnything = (schema: Schema): void => {
  const { paragraph, bulletList, text, doc } = schema.nodes
  const makeMark = schema.mark.bind(schema)
  const makeText = schema.text.bind(schema)
  /** Stands for a mark that is none of ours until the words it lies on are made. */
  const strange = {} as Mark
  schema.mark = (type, attrs) =>
    typeof type === 'string' && !schema.marks[type] ? strange : makeMark(type, attrs)
  schema.text = (words, marks) =>
    makeText(
      words,
      marks?.filter((mark) => mark !== strange),
    )
  /** Words are a line, other things are listed. */
  const kindOf = (name: string, content: Fragment) => {
    const known = schema.nodes[name]
    if (known && known !== text && known !== doc) return known
    return content.content.every((child) => child.isInline) ? paragraph : bulletList
  }
  const admit = new Map(Object.values(schema.nodes).map((type) => [type, admitting(type)]))
  schema.node = (type, attrs, content, marks) => {
    const inner = Fragment.from(content)
    const kind = typeof type === 'string' ? kindOf(type, inner) : type
    if (!kind) throw new RangeError('not the schema of a plan')
    admit.get(kind)?.(inner)
    return kind.create(attrs, kind.isLeaf ? null : inner, marks)
  }
  const read = (json: Json): Node => {
    const { type, attrs, text: words, content = [], marks = [] } = json
    if (words === undefined) return schema.node(type, attrs, content.map(read))
    return schema.text(
      words,
      marks.map((mark) => schema.mark(mark.type, mark.attrs)),
    )
  }
  schema.nodeFromJSON = (json: Json) =>
    json.type === doc?.name
      ? schema.topNodeType.create(json.attrs, (json.content ?? []).map(read))
      : read(json)
}

/** Whatever others have written is shown as well as can be, and only their own edits change it. */
export const AnyContent = Extension.create({
  name: 'anyContent',
  onBeforeCreate() {
    const { schema } = this.editor
    for (const type of Object.values(schema.nodes)) readSoundly(type as unknown as MakesAttrs)
    takeAnything(schema)
  },
})
