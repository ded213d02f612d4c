import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { steadyUndo } from '#shared/sync/steadyUndo.ts'
import { countPastUndone } from '../recovery/countPastUndone.ts'
import { childrenOf, elementIn, itemsUnder } from '../recovery/placeOf.ts'
import { forgetBefore } from './forgetBefore.ts'
import { forgetOldCaret } from './forgetOldCaret.ts'
import { pastsIn } from './pastsIn.ts'
import { movedBy, noteUndoneMoves } from './undoneMoves.ts'

const stepOf = (block: Y.XmlElement): Y.XmlElement =>
  block.parent instanceof Y.XmlElement ? stepOf(block.parent) : block

/** Also where undoing has just taken it away. */
const idOf = (step: Y.XmlElement): unknown => step._map.get('stepId')?.content.getContent().at(-1)

/** A moved step is its copy, and the one it was made of is back. */
const hasTwin = (block: Y.XmlElement): boolean => {
  const step = stepOf(block)
  const id = idOf(step)
  if (id === undefined || !(step.parent instanceof Y.XmlFragment)) return false
  const steps = step.parent.toArray().filter((one) => one instanceof Y.XmlElement)
  return steps.some((one) => one !== step && idOf(one) === id)
}

type Whose = (client: number) => boolean

const holdsWords = (type: Y.XmlElement | Y.XmlText, isMeant: (word: Y.Item) => boolean): boolean =>
  childrenOf(type).some((item) => {
    if (item.deleted) return false
    const inner = item.content instanceof Y.ContentType ? item.content.type : null
    return inner instanceof Y.XmlElement || inner instanceof Y.XmlText
      ? holdsWords(inner, isMeant)
      : isMeant(item)
  })

/** What is asked about: the element itself, or the one whose attribute it is. */
const elementOf = (item: Y.Item): unknown => {
  if (item.parentSub !== null) return item.parent
  return item.content instanceof Y.ContentType ? item.content.type : null
}

/** The element that it is, or in which it stands. */
const blockOf = (item: Y.Item): Y.XmlElement | null => {
  const own = elementIn(item)
  if (own) return own
  const holder = item.parent instanceof Y.XmlText ? item.parent.parent : item.parent
  return holder instanceof Y.XmlElement ? holder : null
}

const tableParts: ReadonlySet<string> = new Set(['tableRow', 'tableCell', 'tableHeader'])

const tableOf = (part: Y.XmlElement): Y.XmlElement | null => {
  if (part.nodeName === 'table') return part
  return part.parent instanceof Y.XmlElement ? tableOf(part.parent) : null
}

type StackItem = Y.UndoManager['undoStack'][number]

/** What is being undone or done again, for Yjs asks of each of its pieces alone. */
class Undone {
  readonly #manager: Y.UndoManager
  #before: readonly StackItem[] = []
  readonly #stays = new Map<Y.XmlElement, boolean>()
  #pastsOf: ReturnType<typeof pastsIn> | null = null

  constructor(manager: Y.UndoManager) {
    this.#manager = manager
  }

  readonly begin = ({ origin }: Y.Transaction): void => {
    if (origin !== this.#manager) return
    this.#before = [...this.#stack]
    this.#stays.clear()
    this.#pastsOf = null
  }

  /** Asked when all has come back, and before anything goes. */
  #pasts(item: Y.Item): readonly Y.Item[] {
    this.#pastsOf ??= pastsIn(this.#manager.doc)
    return this.#pastsOf(item)
  }

  /** Whether words of these people stand in it that do not go as well, be it that they had gone and come back. */
  keeps(type: Y.XmlElement | Y.XmlText, whose: Whose): boolean {
    return holdsWords(
      type,
      (word) => whose((this.#pasts(word).at(-1) ?? word).id.client) && !this.cameNow(word),
    )
  }

  /** Rows and cells that came at once go at once or not at all: a table of which some stayed would have gaps. */
  stay(part: Y.XmlElement): boolean {
    const table = tableOf(part)
    if (!table?._item) return false
    const stays =
      this.#stays.get(table) ??
      itemsUnder(table._item).some((item) => {
        const one = elementIn(item)
        const isPart = one && !item.deleted && tableParts.has(one.nodeName) && this.cameNow(item)
        return isPart ? this.keeps(one, (client) => client !== one.doc?.clientID) : false
      })
    this.#stays.set(table, stays)
    return stays
  }

  get #stack(): readonly StackItem[] {
    const { undoing, undoStack, redoStack } = this.#manager
    return undoing ? undoStack : redoStack
  }

  /**
   * Whether this belongs to the copy of a step that was moved, and the one it was made of is not back: a
   * colleague's copy has taken that one's place, and has gone for this one since.
   */
  isLastCopy(item: Y.Item | Y.GC): boolean {
    const moved: unknown = movedBy(this.#item)
    const block = moved !== undefined && item instanceof Y.Item ? blockOf(item) : null
    return block ? idOf(stepOf(block)) === moved && !hasTwin(block) : false
  }

  /** Yjs has taken what it undoes off its stack, and does not say what it is. */
  get #item(): StackItem | undefined {
    return this.#before[this.#stack.length]
  }

  cameNow(item: Y.Item): boolean {
    const came = this.#item?.insertions
    return came ? this.#pasts(item).some(({ id }) => Y.isDeleted(came, id)) : false
  }
}

const isUndoneIn = (line: unknown, undone: Undone): boolean =>
  line instanceof Y.XmlElement && line._item !== null && undone.cameNow(line._item)

/** Texts stay in a line whose line breaks were undone, and say nothing. */
const isEmpty = (line: Y.XmlElement): boolean =>
  line.toArray().every((child) => child instanceof Y.XmlText && child.length === 0)

/**
 * Whether undoing may take away what one has made: a step, a row, a list, a line only when no words of
 * others stand in it. A step that stays keeps its title: without one it could not be named. Of a moved
 * step that goes back whoever is here puts their words into the other one; what others wrote keeps it.
 */
const mayTakeBack = (item: Y.Item | Y.GC, undone: Undone, isHere: Whose): boolean => {
  const made = item instanceof Y.Item ? elementOf(item) : null
  if (undone.isLastCopy(item)) return false
  // In a line that stays an empty text stays too: others may be writing in it.
  if (made instanceof Y.Text) return made.length === 0 && isUndoneIn(made.parent, undone)
  if (!(made instanceof Y.XmlElement)) return true
  if (made.nodeName === 'paragraph') return isEmpty(made)
  const { parent, doc } = made
  const isCarried = hasTwin(made)
  if (!isCarried && tableParts.has(made.nodeName) && undone.stay(made)) return false
  const isTitle = made.nodeName === 'stepTitle' && parent instanceof Y.XmlElement
  const isLeft: Whose = (client) => client !== doc?.clientID && !(isCarried && isHere(client))
  return !undone.keeps(isTitle ? parent : made, isLeft)
}

/** Undoing takes back what one has done oneself, and no word that somebody else has written in it. */
export const UndoOwn = Extension.create<{ readonly awareness: Awareness | null }>({
  name: 'undoOwn',
  addOptions: () => ({ awareness: null }),
  addProseMirrorPlugins() {
    const { awareness } = this.options
    const isHere: Whose = (client) => awareness?.getStates().has(client) ?? false
    return [
      new Plugin({
        view: ({ state }) => {
          const manager = steadyUndo(yUndoPluginKey.getState(state).undoManager)
          const undone = new Undone(manager)
          manager.deleteFilter = (item) => mayTakeBack(item, undone, isHere)
          manager.doc.on('beforeTransaction', undone.begin)
          const ends = [
            countPastUndone(manager),
            noteUndoneMoves(manager),
            forgetOldCaret(manager, state),
            forgetBefore(manager),
          ]
          return {
            destroy: () => {
              for (const end of ends) end()
              manager.doc.off('beforeTransaction', undone.begin)
            },
          }
        },
      }),
    ]
  },
})
