import { Selection, TextSelection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'

type Spot = readonly [node: globalThis.Node | null, offset: number]
type Ends = { readonly anchor: Spot; readonly focus: Spot }

const endsIn = (view: EditorView): Ends => {
  const chosen = view.dom.ownerDocument.getSelection()
  return {
    anchor: [chosen?.anchorNode ?? null, chosen?.anchorOffset ?? 0],
    focus: [chosen?.focusNode ?? null, chosen?.focusOffset ?? 0],
  }
}

const isSame = (a: Spot, b: Spot): boolean => a[0] === b[0] && a[1] === b[1]

const placeOf = (view: EditorView, [node, offset]: Spot): number =>
  node && view.dom.contains(node) ? view.posAtDOM(node, offset, 1) : -1

/**
 * Where the caret has been put by a key or the mouse. The browser tells the editor up to a frame later,
 * and whatever redraws the paper until then would put it back to where the editor believes it to be.
 */
export class ChosenCaret {
  #drawn: Ends = { anchor: [null, 0], focus: [null, 0] }

  /** The editor has drawn its own selection; what differs from it from now on was chosen. */
  readonly drawn = (view: EditorView): void => {
    this.#drawn = endsIn(view)
  }

  /** The editor's own selection where nothing else was chosen since, or an input method has the letters. */
  selectionOf(view: EditorView): Selection {
    const { selection, doc } = view.state
    if (!(selection instanceof TextSelection) || view.composing || !view.hasFocus())
      return selection
    const { anchor, focus } = endsIn(view)
    if (isSame(anchor, this.#drawn.anchor) && isSame(focus, this.#drawn.focus)) return selection
    const [from, to] = [placeOf(view, anchor), placeOf(view, focus)]
    const isIn = (place: number) => 0 <= place && place <= doc.content.size
    if (!isIn(from) || !isIn(to)) return selection
    const chosen = TextSelection.between(doc.resolve(from), doc.resolve(to))
    // At its very start a browser puts a caret of its own when the focus comes to the paper.
    return chosen.eq(Selection.atStart(doc)) ? selection : chosen
  }
}
