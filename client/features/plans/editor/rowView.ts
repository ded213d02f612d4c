import type { NodeViewRenderer } from '@tiptap/core'
import type { RowKind } from '#shared/plans/shape.ts'
import styles from './Paper.module.css'
import type { EditorWords } from './planExtensions.ts'
import type { RowPeople } from './RowPeople.ts'

/** 主讲 助讲 学生 意图: a label that cannot be typed in, and the row's words. */
export const rowView =
  (labels: EditorWords['rows'], people: RowPeople | null) =>
  (): NodeViewRenderer =>
  ({ node }) => {
    const kind = node.attrs.kind as RowKind
    const dom = document.createElement('div')
    dom.className = styles.row ?? ''
    dom.dataset.row = kind
    const head = document.createElement('span')
    head.className = styles.rowLabel ?? ''
    head.contentEditable = 'false'
    head.textContent = labels[kind] ?? ''
    const person = document.createElement('span')
    person.className = styles.rowWho ?? ''
    head.append(person)
    const leave = people?.draw(kind, person)
    const contentDOM = document.createElement('div')
    contentDOM.className = styles.rowBody ?? ''
    dom.append(head, contentDOM)
    return {
      dom,
      contentDOM,
      update: (next) => next.type.name === 'stepRow' && next.attrs.kind === kind,
      ignoreMutation: (mutation) => mutation.type !== 'selection' && head.contains(mutation.target),
      ...(leave && { destroy: leave }),
    }
  }
