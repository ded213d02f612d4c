import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import {
  type EditorState,
  Plugin,
  type Selection,
  TextSelection,
  type Transaction,
} from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { noteTorn, type Torn } from '../recovery/torn.ts'
import { standingStep } from '../recovery/twinSteps.ts'
import { deleteWords, isAcrossRows } from './acrossRows.ts'
import { type Changed, ChangedLine } from './ChangedLine.ts'
import { ChosenCaret } from './ChosenCaret.ts'
import { carryTyped } from './carryTyped.ts'
import { dropComposed } from './dropComposed.ts'
import { blockAt, type LineLetters, lettersAt } from './lineLetters.ts'
import { placeByWords, placeInCopy, wordsOf } from './sameLine.ts'

/** One end of a selection, and the line it stands in. */
type End = { readonly at: number; readonly letters: LineLetters }

/** Where somebody is before others' changes come: the paper, and the selection's ends. */
type Place = {
  readonly paper: Node
  readonly anchor: End
  readonly head: End
  /** What an input method is composing before the caret: letters that are not chosen yet. */
  readonly composed: string
  /** What the text node says in which they are composed. */
  readonly drawn: string
}

type Parts = { readonly selection: Selection; readonly composed: string }

const placeOf = (
  view: EditorView,
  body: Y.XmlFragment,
  { selection, composed }: Parts,
): Place | null => {
  const { doc: paper } = view.state
  if (!(selection instanceof TextSelection)) return null
  const { $head, $anchor, anchor, head } = selection
  const letters = lettersAt(body, $head)
  const from = $anchor.sameParent($head) ? letters : lettersAt(body, $anchor)
  if (!letters || !from) return null
  const drawn = composed === '' ? '' : (view.domAtPos(head, -1).node.nodeValue ?? '')
  return {
    paper,
    anchor: { at: anchor, letters: from },
    head: { at: head, letters },
    composed,
    drawn,
  }
}

/** Where the letters begin that are being composed; the caret's place when there are none. */
const composedFrom = ({ paper, head, composed }: Place): number => {
  const from = Math.max(paper.resolve(head.at).start(), head.at - composed.length)
  return paper.textBetween(from, head.at) === composed ? from : head.at
}

/** The step as a node of a paper that says what the document says. */
const nodeOf = (paper: Node, body: Y.XmlFragment, step: Y.XmlElement | null) => {
  const index = step ? body.toArray().indexOf(step) : -1
  if (index < 0 || index >= paper.childCount) return null
  let pos = 0
  for (let before = 0; before < index; before += 1) pos += paper.child(before).nodeSize
  return { node: paper.child(index), pos }
}

/** From the document and not by one's own undoing, which knows where it was. */
const isOthers = (meta: unknown): boolean =>
  typeof meta === 'object' &&
  meta !== null &&
  'isChangeOrigin' in meta &&
  !('isUndoRedoOperation' in meta && meta.isUndoRedoOperation)

/** The child of the plan's body a block stands in, or stood in. */
const topOf = (block: Y.XmlElement): Y.XmlElement =>
  block.parent instanceof Y.XmlElement ? topOf(block.parent) : block

const isGone = (element: Y.XmlElement): boolean => element._item?.deleted === true

/** Where the place is in the paper of now, its block having gone; null when it is nowhere. */
const findAgain = (at: number, place: Place, { paper: now, body }: Changed): number | null => {
  const { paper, head } = place
  const top = topOf(head.letters.block)
  const $at = paper.resolve(at)
  const { doc } = body
  if (!doc || top.nodeName !== 'lessonStep' || !isGone(top)) return placeByWords(at, paper, now)
  const step = { node: $at.node(1), pos: $at.before(1) }
  const copy = nodeOf(now, body, standingStep(doc, step.node.attrs.stepId))
  return copy && placeInCopy(at, step, copy)
}

/**
 * Where the block has gone. An input method forgets where it was composing when its letters are
 * taken away and composes them once more at the caret; selected, the earlier ones make way for it.
 */
const selectAgain = (place: Place, changed: Changed): TextSelection | null => {
  const head = findAgain(place.head.at, place, changed)
  if (head === null) return null
  const from = place.composed === '' ? place.anchor.at : composedFrom(place)
  const isInSame = place.paper.resolve(from).sameParent(place.paper.resolve(place.head.at))
  const anchor = isInSame ? findAgain(from, place, changed) : head
  return TextSelection.create(changed.paper, anchor ?? head, head)
}

const lineOf = ({ at, letters }: End, { paper }: Place, changed: Changed): ChangedLine => {
  const { parent, parentOffset } = paper.resolve(at)
  return new ChangedLine({ letters, words: wordsOf(parent), caret: parentOffset }, changed)
}

/** The same letters, where an input method has lost those it was composing. */
const composedAgain = (place: Place, line: ChangedLine, head: number, now: Node): number => {
  const $head = now.resolve(head)
  const isDrawn = $head.start() === line.start && wordsOf($head.parent).includes(place.drawn)
  const start = place.paper.resolve(place.head.at).start()
  const from = line.before(composedFrom(place) - start)
  return !isDrawn && now.textBetween(from, Math.max(from, head)) === place.composed ? from : head
}

/** Where the block stands: between the same letters, also where somebody has split the line. */
const selectBetween = (place: Place, changed: Changed): TextSelection | null => {
  const { paper, head, anchor, composed } = place
  const [line, other] = [lineOf(head, place, changed), lineOf(anchor, place, changed)]
  if (line.start === null || other.start === null) return null
  const offset = paper.resolve(head.at).parentOffset
  const from = paper.resolve(anchor.at).parentOffset
  const isBehind = head.at >= anchor.at
  const to = isBehind ? line.behind(offset) : line.before(offset)
  if (head.at !== anchor.at)
    return TextSelection.create(
      changed.paper,
      isBehind ? other.before(from) : other.behind(from),
      to,
    )
  const start = composed === '' ? to : composedAgain(place, line, to, changed.paper)
  return TextSelection.create(changed.paper, start, to)
}

/** Nothing is written any more until one chooses where: a key that comes now must not write elsewhere. */
const letGo = (view: EditorView): void => {
  view.dom.blur()
  view.dom.ownerDocument.getSelection()?.removeAllRanges()
}

/** What the document's transactions do to the place one writes in. */
class PlaceKeeper {
  readonly #doc: Y.Doc
  readonly #body: Y.XmlFragment
  readonly #onTorn: (torn: Torn) => void
  #view: EditorView | null = null
  #place: Place | null = null
  #running: Y.Transaction | null = null
  /** What this page had of every page before the first of the changes that are under way. */
  #known: ReadonlyMap<number, number> | null = null
  /** The place has been found again between its letters. */
  #isMended = false
  #torn: Torn | null = null
  #composed = ''
  readonly #caret = new ChosenCaret()

  constructor(doc: Y.Doc, onTorn: (torn: Torn) => void) {
    this.#doc = doc
    this.#body = doc.getXmlFragment(PLAN_BODY)
    this.#onTorn = onTorn
  }

  /**
   * The binding only knows letters. Where those of the place have gone, or stand in a line that says
   * something else now, it has put the selection to wherever the plan is similar. Until all that
   * follows from a change has been done, it is asked from the place as it was: what `carryOver` puts
   * into a moved step comes in transactions of its own, and so does what goes along with the caret.
   */
  readonly mend = (transactions: readonly Transaction[], state: EditorState) => {
    const meta: unknown = transactions[0]?.getMeta(ySyncPluginKey)
    const place = this.#place
    if (!place || !isOthers(meta)) return this.#choose(transactions, state)
    const changed = { paper: state.doc, body: this.#body, known: this.#known ?? new Map() }
    const hasGone = isGone(place.head.letters.block)
    const selection = (hasGone ? selectAgain : selectBetween)(place, changed)
    // Chosen anew or not at all: what is composed next begins from nothing.
    if (hasGone || selection?.empty === false) this.#composed = ''
    if (hasGone && !selection) this.#tear(place)
    this.#isMended = !hasGone && selection !== null
    if (!selection || selection.eq(state.selection)) return null
    return state.tr.setSelection(selection).setMeta(ySyncPluginKey, meta)
  }

  /** Where only something about the paper changes, as carets of others, what was chosen is kept too. */
  #choose(transactions: readonly Transaction[], state: EditorState): Transaction | null {
    const view = this.#view
    if (!view || transactions.some((one) => one.docChanged || one.selectionSet)) return null
    const selection = this.#caret.selectionOf(view)
    return selection.eq(state.selection) ? null : state.tr.setSelection(selection)
  }

  /**
   * What is typed, by a key or by none, acts where the caret was put a moment before: put into a
   * colleague's name it would be where nobody can write.
   */
  readonly press = (view: EditorView): void => {
    const selection = this.#caret.selectionOf(view)
    if (!selection.eq(view.state.selection)) view.dispatch(view.state.tr.setSelection(selection))
  }

  /** Of letters composed over a selection Chromium makes letters of a colleague's name at its start. */
  readonly beginComposing = (view: EditorView): void => {
    this.press(view)
    const { selection, tr } = view.state
    if (!(selection instanceof TextSelection) || selection.empty) return
    view.dispatch(isAcrossRows(selection) ? deleteWords(tr) : tr.deleteSelection())
  }

  /** What was on its way goes where the caret has gone; an input method begins anew at the caret. */
  readonly #settle = (): void => {
    const place = this.#place
    const view = this.#view
    if (!this.#isMended || !place || !view || !this.#known) return
    const { $head } = view.state.selection
    const changed = { paper: view.state.doc, body: this.#body, known: this.#known }
    const line = lineOf(place.head, place, changed)
    const { block } = place.head.letters
    const now = blockAt(this.#body, $head)
    if (now && line.start !== null && $head.start() !== line.start)
      carryTyped(line, block, { block: now, offset: $head.parentOffset })
    else dropComposed(line, block, place.head.at - composedFrom(place))
  }

  readonly watch = (view: EditorView) => {
    this.#view = view
    const begin = (): void => {
      const selection = this.#caret.selectionOf(view)
      this.#place = placeOf(view, this.#body, { selection, composed: this.#composed })
      this.#known = null
      this.#isMended = false
    }
    const run = (transaction: Y.Transaction): void => {
      this.#running = transaction
      this.#known ??= transaction.beforeState
    }
    const end = (): void => {
      this.#place = null
      this.#running = null
      this.#known = null
    }
    this.#doc.on('beforeAllTransactions', begin)
    this.#doc.on('beforeObserverCalls', run)
    this.#doc.on('afterTransaction', this.#settle)
    this.#doc.on('afterAllTransactions', end)
    return {
      update: () => {
        this.#caret.drawn(view)
        this.#tellTorn(view)
      },
      destroy: () => {
        this.#doc.off('beforeAllTransactions', begin)
        this.#doc.off('beforeObserverCalls', run)
        this.#doc.off('afterTransaction', this.#settle)
        this.#doc.off('afterAllTransactions', end)
      },
    }
  }

  readonly compose = (_: EditorView, { type, data }: CompositionEvent): void => {
    this.#composed = type === 'compositionend' ? '' : data
  }

  #tear({ paper, head }: Place): void {
    const { block } = head.letters
    this.#place = null
    const transaction = this.#running
    const isWriting = this.#view?.editable && this.#view.hasFocus()
    if (!transaction || transaction.local || !isWriting || !block._item) return
    const { parent, parentOffset } = paper.resolve(head.at)
    this.#torn = noteTorn(transaction, block._item, { line: wordsOf(parent), offset: parentOffset })
  }

  /** When the paper is drawn: before, the focus would come back with the selection. */
  #tellTorn(view: EditorView): void {
    const torn = this.#torn
    if (!torn) return
    this.#torn = null
    letGo(view)
    this.#onTorn(torn)
  }
}

type Options = { readonly doc: Y.Doc | null; readonly onTorn: (torn: Torn) => void }

/**
 * Whoever writes in a line goes on between the same letters, whatever others write in it and wherever
 * they split it; in a step that somebody moves, where it went; and whoever writes in
 * what somebody deletes writes nowhere, least of all in what stood beside it, and is told.
 */
export const KeepPlace = Extension.create<Options>({
  name: 'keepPlace',
  addOptions: () => ({ doc: null, onTorn: () => {} }),
  addProseMirrorPlugins() {
    const { doc, onTorn } = this.options
    if (!doc) return []
    const keeper = new PlaceKeeper(doc, onTorn)
    return [
      new Plugin({
        appendTransaction: (transactions, _, state) => keeper.mend(transactions, state),
        view: keeper.watch,
        props: {
          handleDOMEvents: {
            compositionstart: keeper.beginComposing,
            compositionupdate: keeper.compose,
            compositionend: keeper.compose,
            keydown: keeper.press,
            beforeinput: keeper.press,
          },
        },
      }),
    ]
  },
})
