import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import styles from './AuthorMarks.module.css'

/** Words in reading order, and the colour they wear; null: none. */
export type ColourRun = readonly [length: number, colour: string | null]

export type Colours = {
  readonly runs: readonly ColourRun[]
  /** Behind which unit somebody has just written, with name and colour. */
  readonly caret: { readonly unit: number; readonly name: string; readonly colour: string } | null
}

const key = new PluginKey<DecorationSet>('authorMarks')

/** Hands a transaction the colours of the text as it is after it. */
export const withColours = (transaction: Transaction, colours: Colours): Transaction =>
  transaction.setMeta(key, colours)

const flag = ({ name, colour }: NonNullable<Colours['caret']>): HTMLElement => {
  const caret = document.createElement('span')
  caret.className = styles.caret ?? ''
  caret.style.setProperty('--by', colour)
  caret.dataset.caret = ''
  const label = document.createElement('span')
  label.textContent = name
  caret.append(label)
  return caret
}

const decorate = ({ doc }: EditorState, { runs, caret }: Colours): DecorationSet => {
  const found: Decoration[] = []
  let [at, left, unit] = [0, runs[0]?.[0] ?? 0, 0]
  doc.descendants((node, pos) => {
    const { length } = node.text ?? ''
    if (caret && length > 0 && caret.unit > unit && caret.unit <= unit + length)
      found.push(Decoration.widget(pos + caret.unit - unit, () => flag(caret), { side: 1 }))
    for (let done = 0; done < length; ) {
      while (left === 0 && at < runs.length) {
        at += 1
        left = runs[at]?.[0] ?? 0
      }
      const taken = Math.min(left || length, length - done)
      const colour = runs[at]?.[1] ?? null
      const [from, to] = [pos + done, pos + done + taken]
      if (colour !== null)
        found.push(
          Decoration.inline(from, to, { class: styles.by ?? '', style: `--by: ${colour}` }),
        )
      done += taken
      left = Math.max(0, left - taken)
    }
    unit += length
  })
  return DecorationSet.create(doc, found)
}

const next = (set: DecorationSet, transaction: Transaction, state: EditorState): DecorationSet => {
  const given = transaction.getMeta(key) as Colours | undefined
  return given ? decorate(state, given) : set.map(transaction.mapping, transaction.doc)
}

/** Each person's colour under what they wrote, and a flag where somebody has just written. */
export const AuthorMarks = Extension.create({
  name: 'authorMarks',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply: (tr, set, _, state) => next(set, tr, state),
      },
      props: { decorations: (state) => key.getState(state) },
    }),
  ],
})
