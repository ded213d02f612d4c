import type { Editor } from '@tiptap/core'
import { TextSelection } from '@tiptap/pm/state'
import { initProseMirrorDoc, yUndoPluginKey } from '@tiptap/y-tiptap'
import { afterEach, expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { fillBody } from '#shared/plans/fillBody.ts'
import type { PlanJson } from '#shared/plans/outline.ts'
import { PLAN_RETURNS } from '#shared/plans/shape.ts'
import { bodyOf } from '#shared/plans/testing.ts'
import { firstSeed } from '../../../lib/sync/testing/firstSeed.ts'
import { isLong } from '../../../lib/sync/testing/isLong.ts'
import { seeded } from '../../../lib/sync/testing/seeded.ts'
import { removeStep, stepsOf } from './stepEditing.ts'
import { tableVerbs } from './tableVerbs.ts'
import { paperOn } from './testing.ts'

const SEQUENCES = isLong ? 2_000 : 30
const TURNS = 36
/** Of the long form. */
const timeout = 1_200_000

type Chance = (below: number) => number
type Page = { readonly doc: Y.Doc; readonly editor: Editor; unheard: Uint8Array[] }

const pages: Page[] = []
const closeAll = (): void => {
  for (const { editor, doc } of pages.splice(0)) {
    editor.view.dom.remove()
    editor.destroy()
    doc.destroy()
  }
}
afterEach(closeAll)

/** Every letter of a sequence is another one, so that one that stands twice or nowhere is known. */
const BEFORE_FIRST = 0x4e00
let next = BEFORE_FIRST
const letters = (count: number): string =>
  Array.from({ length: count }, () => {
    next += 1
    return String.fromCharCode(next)
  }).join('')

const holding = (type: string, content: readonly PlanJson[]): PlanJson => ({ type, content })
const words = (type: string, count: number) =>
  holding(type, [{ type: 'text', text: letters(count) }])
const first: Readonly<Record<string, () => PlanJson>> = {
  line: () => words('paragraph', 4),
  list: () =>
    holding('bulletList', [
      holding('listItem', [words('paragraph', 3)]),
      holding('listItem', [words('paragraph', 2)]),
    ]),
  table: () =>
    holding('table', [
      holding('tableRow', [words('tableCell', 2), words('tableCell', 2)]),
      holding('tableRow', [words('tableCell', 2), words('tableCell', 1)]),
    ]),
}

/** So little that they are always at the same words. */
const open = async (what: string, count: number, chance: Chance): Promise<void> => {
  next = BEFORE_FIRST
  const start = new Y.Doc()
  start.clientID = 1
  const row = { ...holding('stepRow', [words('paragraph', 3)]), attrs: { kind: 'lead' } }
  const attrs = { stepId: 'step-1', minutes: 5 }
  const step = { ...holding('lessonStep', [words('stepTitle', 2), row]), attrs }
  fillBody(start, holding('doc', [first[what]?.() ?? words('paragraph', 1), step]))
  for (let at = 0; at < count; at += 1) {
    const doc = new Y.Doc()
    // Of two letters in one place the one of the smaller id stands first.
    doc.clientID = 2 + at + 10 * chance(9)
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(start))
    const editor = await paperOn({ doc, awareness: new Awareness(doc) })
    const page: Page = { doc, editor, unheard: [] }
    pages.push(page)
    // How long a turn takes does not count.
    managerOf(page).captureTimeout = Number.POSITIVE_INFINITY
    doc.on('update', (update: Uint8Array, origin) => {
      if (origin === 'others') return
      for (const other of pages) if (other !== page) other.unheard.push(update)
    })
  }
}
const managerOf = ({ editor }: Page): Y.UndoManager =>
  yUndoPluginKey.getState(editor.state).undoManager

/** Late, not always in order, and now and then twice. */
const hear = ({ doc, unheard }: Page, chance: Chance): void => {
  for (let left = 1 + chance(4); left > 0 && unheard.length > 0; left -= 1) {
    const at = chance(3) === 0 ? chance(unheard.length) : 0
    Y.applyUpdate(doc, unheard[at] as Uint8Array, 'others')
    if (chance(5) > 0) unheard.splice(at, 1)
  }
}
const meetAll = (): void => {
  while (pages.some(({ unheard }) => unheard.length > 0))
    for (const { doc, unheard } of pages)
      for (const update of unheard.splice(0)) Y.applyUpdate(doc, update, 'others')
}

const anew = (block: Y.XmlElement | Y.XmlText | Y.XmlHook) => block.clone() as Y.XmlElement

/** As the server does it, where nothing of what stands is as it was: all of it is written anew. */
const goBack = (version: Uint8Array, client: number): void => {
  const [now, then] = [new Y.Doc(), new Y.Doc()]
  Y.applyUpdate(then, version)
  for (const { doc } of pages) Y.applyUpdate(now, Y.encodeStateAsUpdate(doc))
  now.clientID = client
  now.transact(() => {
    bodyOf(now).delete(0, bodyOf(now).length)
    bodyOf(now).insert(0, bodyOf(then).toArray().map(anew))
    now.getMap(PLAN_RETURNS).set('last', client)
  })
  for (const { doc } of pages) Y.applyUpdate(doc, Y.encodeStateAsUpdate(now), 'others')
}

const placesOf = ({ state }: Editor, isMeant: (name: string) => boolean) => {
  const places: { readonly from: number; readonly to: number }[] = []
  state.doc.descendants((node, pos) => {
    if (isMeant(node.type.name)) places.push({ from: pos, to: pos + node.nodeSize })
  })
  return places
}
const lines: ReadonlySet<string> = new Set(['paragraph', 'stepTitle', 'tableCell', 'tableHeader'])

/** Somewhere in some line; `wide` letters from there on. Answers whether there is a line. */
const choose = (editor: Editor, chance: Chance, wide = 0): boolean => {
  const places = placesOf(editor, (name) => lines.has(name))
  const line = places[chance(Math.max(1, places.length))]
  if (!line) return false
  const start = line.from + 1 + chance(line.to - line.from - 1)
  const { state, view } = editor
  const selection = TextSelection.create(state.doc, start, Math.min(line.to - 1, start + wide))
  view.dispatch(state.tr.setSelection(selection))
  return true
}
const remove = (editor: Editor, chance: Chance, names: readonly string[]): void => {
  const places = placesOf(editor, (name) => names.includes(name))
  const place = places[chance(Math.max(1, places.length))]
  if (place) editor.view.dispatch(editor.state.tr.delete(place.from, place.to))
}
const press =
  (key: string, wide = 0) =>
  (editor: Editor, chance: Chance): void => {
    if (choose(editor, chance, wide)) editor.commands.keyboardShortcut(key)
  }

type Act = (editor: Editor, chance: Chance) => void
const type: Act = (editor, chance) => {
  if (!choose(editor, chance)) return
  const { state, view } = editor
  view.dispatch(state.tr.insertText(letters(1 + chance(3)), state.selection.head))
}
const deleteLetters: Act = (editor, chance) => {
  if (choose(editor, chance, 1 + chance(3))) editor.commands.deleteSelection()
}
const deleteStep: Act = (editor) => {
  const id = stepsOf(editor.state.doc)[0]?.node.attrs.stepId
  if (id) removeStep(editor, String(id))
}
const deleteBlock: Act = (editor, chance) =>
  remove(editor, chance, ['paragraph', 'bulletList', 'listItem', 'table', 'stepRow'])
const bold: Act = (editor, chance) => {
  if (choose(editor, chance, 3)) editor.commands.toggleMark('bold')
}
const changeTable: Act = (editor, chance) => {
  const cells = placesOf(editor, (name) => name === 'tableCell')
  const cell = cells[chance(Math.max(1, cells.length))]
  if (!cell) return
  editor.commands.setTextSelection(cell.from + 1)
  const verbs = ['rowAfter', 'columnAfter', 'deleteRow', 'deleteColumn'] as const
  tableVerbs[verbs[chance(verbs.length)] ?? 'rowAfter'](editor.view)
}
const changeList: Act = (editor, chance) => {
  if (choose(editor, chance)) editor.commands.toggleList('bulletList', 'listItem')
}

const acts: readonly Act[] = [
  ...[type, type, type, deleteLetters, deleteLetters, deleteStep, deleteBlock, deleteBlock],
  ...[press('Enter'), press('Shift-Enter'), bold, changeTable, changeList],
]
const act = (page: Page, chance: Chance): void => {
  acts[chance(acts.length)]?.(page.editor, chance)
  managerOf(page).stopCapturing()
}
const undo = ({ editor }: Page, chance: Chance, then = () => {}): void => {
  const verb = chance(3) === 0 ? 'redo' : 'undo'
  for (let times = 1 + chance(3); times > 0; times -= 1) {
    editor.commands[verb]()
    then()
  }
}

/** A line break has no marks in the document; the paper shows none either. */
const shows = ({ editor, doc }: Page) => {
  const said = (node: typeof editor.state.doc): string =>
    node.toString().replaceAll(/bold\((hardBreak)\)/g, '$1')
  return {
    paper: said(editor.state.doc),
    due: said(initProseMirrorDoc(bodyOf(doc), editor.schema).doc),
  }
}
const expectAlike = (seed: number): void => {
  meetAll()
  const said = pages.flatMap(({ doc }) => {
    const fresh = new Y.Doc()
    Y.applyUpdate(fresh, Y.encodeStateAsUpdate(doc))
    return [doc, fresh].map((one) => bodyOf(one).toString())
  })
  expect([...new Set(said)], `seed ${seed}`).toEqual([said[0]])
  for (const page of pages) {
    const { paper, due } = shows(page)
    // Where all was selected and no word is left Tiptap clears what others left, until the next key.
    if (page.editor.state.doc.textContent !== '') expect(paper, `seed ${seed}`).toBe(due)
    expect(page.editor.isEditable).toBe(true)
  }
}

test.each(Object.keys(first))(
  'three who undo and redo all the time end alike, at a %s',
  { timeout },
  async (what) => {
    for (let seed = firstSeed; seed < firstSeed + SEQUENCES; seed += 1) {
      const chance = seeded(seed)
      await open(what, 3, chance)
      for (let turn = 0; turn < TURNS; turn += 1) {
        const page = pages[chance(3)] as Page
        const what = chance(10)
        if (what < 3) hear(page, chance)
        else if (what < 6) undo(page, chance)
        else act(page, chance)
      }
      expectAlike(seed)
      closeAll()
    }
  },
)

test.each(Object.keys(first))(
  'whoever undoes all they did, since one went back to a version, leaves what stood and what a colleague wrote, at a %s',
  { timeout },
  async (what) => {
    for (let seed = firstSeed; seed < firstSeed + SEQUENCES; seed += 1) {
      const chance = seeded(seed)
      await open(what, 2, chance)
      const [mine, theirs] = pages as [Page, Page]
      let typed = ''
      let { textContent: first } = mine.editor.state.doc
      const versions = [Y.encodeStateAsUpdate(mine.doc)]
      for (let turn = 0; turn < TURNS; turn += 1) {
        const what = chance(10)
        const before = next
        if (chance(20) === 0) versions.push(Y.encodeStateAsUpdate(mine.doc))
        if (chance(20) === 0) {
          goBack(versions[chance(versions.length)] as Uint8Array, 1_000 + turn)
          typed = ''
          first = mine.editor.state.doc.textContent
        }
        // What a colleague's page carries to where it is no more is told there, and not undone here.
        if (what < 4) undo(mine, chance, meetAll)
        else if (what < 8) act(mine, chance)
        else type(theirs.editor, chance)
        for (let letter = before + 1; what >= 8 && letter <= next; letter += 1)
          typed += String.fromCharCode(letter)
        meetAll()
      }
      while (mine.editor.commands.undo());
      expectAlike(seed)
      const stands = mine.editor.state.doc.textContent
      const left = [...stands].filter((letter) => first.includes(letter)).join('')
      expect(left, `seed ${seed}`).toBe(first)
      const wrong = [...typed].filter((letter) => stands.split(letter).length !== 2)
      expect(wrong, `seed ${seed}`).toEqual([])
      closeAll()
    }
  },
)

test.each(Object.keys(first))(
  'one who is alone comes back to what stood there, at a %s',
  { timeout },
  async (what) => {
    for (let seed = firstSeed; seed < firstSeed + SEQUENCES; seed += 1) {
      const chance = seeded(seed)
      await open(what, 1, chance)
      const [page] = pages as [Page]
      const manager = managerOf(page)
      const stood = new Map([[0, shows(page).paper]])
      for (let turn = 0; turn < TURNS; turn += 1) {
        const isUndo = chance(10) < 5
        const steps = manager.undoStack.length
        if (isUndo) undo(page, chance)
        else act(page, chance)
        manager.stopCapturing()
        const now = manager.undoStack.length
        if (isUndo) expect(shows(page).paper, `seed ${seed}, turn ${turn}`).toBe(stood.get(now))
        // Of several steps at once nobody sees what is between them.
        else if (now !== steps + 1) break
        stood.set(now, shows(page).paper)
      }
      closeAll()
    }
  },
)
