import { Extension } from '@tiptap/core'
import type { Node, ResolvedPos } from '@tiptap/pm/model'
import { type EditorState, Plugin, TextSelection, type Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { noteTorn, type Torn } from '../recovery/torn.ts'
import { standingStep } from '../recovery/twinSteps.ts'
import { placeByWords, placeInCopy, wordsOf } from './sameLine.ts'

/** Where somebody is before others' changes come: the paper, the selection, and the block it ends in. */
type Place = {
  readonly paper: Node
  readonly anchor: number
  readonly head: number
  readonly block: Y.XmlElement
  /** What an input method is composing before the caret: letters that are not chosen yet. */
  readonly composed: string
}

/** The document's element for the text block of a place; null where the paper is ahead of it. */
const blockAt = (body: Y.XmlFragment, $pos: ResolvedPos): Y.XmlElement | null => {
  let holder: Y.XmlFragment = body
  for (let depth = 0; depth < $pos.depth; depth += 1) {
    const child: unknown = holder.length > $pos.index(depth) ? holder.get($pos.index(depth)) : null
    if (!(child instanceof Y.XmlElement)) return null
    if (child.nodeName !== $pos.node(depth + 1).type.name) return null
    holder = child
  }
  return holder instanceof Y.XmlElement ? holder : null
}

const placeOf = (state: EditorState, body: Y.XmlFragment, composed: string): Place | null => {
  const { doc: paper, selection } = state
  if (!(selection instanceof TextSelection)) return null
  const { $head, anchor, head } = selection
  const block = blockAt(body, $head)
  return block && { paper, anchor, head, block, composed }
}

/**
 * Where the selection begins. An input method forgets where it was composing when its letters are
 * taken away and composes them once more at the caret; selected, the earlier ones make way for it.
 */
const anchorOf = ({ paper, anchor, head, composed }: Place): number => {
  const from = Math.max(paper.resolve(head).start(), head - composed.length)
  return composed !== '' && paper.textBetween(from, head) === composed ? from : anchor
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

/** Where the place is in the paper of now; null when it has gone. */
const findAgain = (at: number, place: Place, now: Node, body: Y.XmlFragment): number | null => {
  const { paper, block } = place
  const top = topOf(block)
  const $at = paper.resolve(at)
  const { doc } = body
  if (!doc || top.nodeName !== 'lessonStep' || !isGone(top)) return placeByWords(at, paper, now)
  const step = { node: $at.node(1), pos: $at.before(1) }
  const copy = nodeOf(now, body, standingStep(doc, step.node.attrs.stepId))
  return copy && placeInCopy(at, step, copy)
}

const selectAgain = (state: EditorState, place: Place, body: Y.XmlFragment) => {
  const head = findAgain(place.head, place, state.doc, body)
  if (head === null) return null
  const from = anchorOf(place)
  const isInSame = place.paper.resolve(from).sameParent(place.paper.resolve(place.head))
  const anchor = isInSame ? findAgain(from, place, state.doc, body) : head
  return TextSelection.create(state.doc, anchor ?? head, head)
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
  #torn: Torn | null = null
  #composed = ''

  constructor(doc: Y.Doc, onTorn: (torn: Torn) => void) {
    this.#doc = doc
    this.#body = doc.getXmlFragment(PLAN_BODY)
    this.#onTorn = onTorn
  }

  /**
   * The binding only knows letters, and those of the place have gone: it has put the selection to
   * wherever the plan is similar. Until all that follows from a change has been done, it is asked from
   * the place as it was: what `carryOver` puts into a moved step comes in transactions of its own.
   */
  readonly mend = (transactions: readonly Transaction[], state: EditorState) => {
    const meta: unknown = transactions[0]?.getMeta(ySyncPluginKey)
    const place = this.#place
    if (!place || !isOthers(meta) || !isGone(place.block)) return null
    const selection = selectAgain(state, place, this.#body)
    // Chosen anew or not at all: what is composed next begins from nothing.
    this.#composed = ''
    if (!selection) this.#tear(place)
    return selection && state.tr.setSelection(selection).setMeta(ySyncPluginKey, meta)
  }

  readonly watch = (view: EditorView) => {
    this.#view = view
    const begin = (): void => {
      this.#place = placeOf(view.state, this.#body, this.#composed)
    }
    const run = (transaction: Y.Transaction): void => {
      this.#running = transaction
    }
    const end = (): void => {
      this.#place = null
      this.#running = null
    }
    this.#doc.on('beforeAllTransactions', begin)
    this.#doc.on('beforeObserverCalls', run)
    this.#doc.on('afterAllTransactions', end)
    return {
      update: () => this.#tellTorn(view),
      destroy: () => {
        this.#doc.off('beforeAllTransactions', begin)
        this.#doc.off('beforeObserverCalls', run)
        this.#doc.off('afterAllTransactions', end)
      },
    }
  }

  readonly compose = (_: EditorView, { type, data }: CompositionEvent): void => {
    this.#composed = type === 'compositionend' ? '' : data
  }

  #tear({ block, paper, head }: Place): void {
    this.#place = null
    const transaction = this.#running
    const isWriting = this.#view?.editable && this.#view.hasFocus()
    if (!transaction || transaction.local || !isWriting || !block._item) return
    const { parent, parentOffset } = paper.resolve(head)
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
 * Whoever writes in a step that somebody moves goes on writing in it where it went; whoever writes in
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
          handleDOMEvents: { compositionupdate: keeper.compose, compositionend: keeper.compose },
        },
      }),
    ]
  },
})
