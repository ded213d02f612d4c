import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { childrenOf } from '../recovery/placeOf.ts'

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

const holdsWordsOf = (type: Y.XmlElement | Y.XmlText, whose: Whose): boolean =>
  childrenOf(type).some(({ id, deleted, content }) => {
    if (deleted) return false
    const inner = content instanceof Y.ContentType ? content.type : null
    if (inner instanceof Y.XmlElement || inner instanceof Y.XmlText)
      return holdsWordsOf(inner, whose)
    return whose(id.client)
  })

/** What is asked about: the element itself, or the one whose attribute it is. */
const elementOf = (item: Y.Item): unknown => {
  if (item.parentSub !== null) return item.parent
  return item.content instanceof Y.ContentType ? item.content.type : null
}

/**
 * Whether undoing may take away what one has made: a step, a row, a list, a line only when no words of
 * others stand in it. A step that stays keeps its title: without one it could not be named. Of a moved
 * step that goes back whoever is here puts their words into the other one; what others wrote keeps it.
 */
export const mayTakeBack = (item: Y.Item | Y.GC, isHere: Whose): boolean => {
  const made = item instanceof Y.Item ? elementOf(item) : null
  if (made instanceof Y.Text) return made.length === 0
  if (!(made instanceof Y.XmlElement)) return true
  if (made.nodeName === 'paragraph') return made.length === 0
  const { parent, doc } = made
  const isTitle = made.nodeName === 'stepTitle' && parent instanceof Y.XmlElement
  const isCarried = hasTwin(made)
  const isLeft: Whose = (client) => client !== doc?.clientID && !(isCarried && isHere(client))
  return !holdsWordsOf(isTitle ? parent : made, isLeft)
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
          const manager: Y.UndoManager = yUndoPluginKey.getState(state).undoManager
          manager.deleteFilter = (item) => mayTakeBack(item, isHere)
          return {}
        },
      }),
    ]
  },
})
