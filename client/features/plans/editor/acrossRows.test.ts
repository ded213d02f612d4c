import type { Editor } from '@tiptap/core'
import { TextSelection } from '@tiptap/pm/state'
import { afterEach, expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { testPlanDoc } from '#shared/plans/testing.ts'
import { isAcrossRows } from './acrossRows.ts'
import { paperOn } from './testing.ts'

const editors: Editor[] = []
afterEach(() => {
  for (const editor of editors.splice(0)) {
    editor.view.dom.remove()
    editor.destroy()
  }
})

const placeOf = (editor: Editor, words: string): number => {
  let place = -1
  editor.state.doc.descendants((node, pos) => {
    const at = node.isTextblock ? node.textContent.indexOf(words) : -1
    if (at >= 0) place = pos + 1 + at
  })
  return place
}
const fire = (editor: Editor, event: Event): void => void editor.view.dom.dispatchEvent(event)
const bubbling = { bubbles: true, cancelable: true } as const

const acts: readonly (readonly [string, (editor: Editor, cut: Map<string, string>) => void])[] = [
  [
    'cut',
    (editor, cut) => {
      const clipboardData = { clearData: () => cut.clear(), setData: cut.set.bind(cut) }
      fire(editor, Object.assign(new Event('cut', bubbling), { clipboardData }))
      expect(cut.get('text/plain')).toContain('请青山班说。')
    },
  ],
  [
    'replaced by what is pasted',
    (editor) => void editor.view.pasteText('贴', new Event('paste') as ClipboardEvent),
  ],
  [
    'replaced under an input method',
    (editor) => fire(editor, new CompositionEvent('compositionstart', bubbling)),
  ],
  ['ended by Enter', (editor) => void editor.commands.keyboardShortcut('Enter')],
  ['ended by a line break', (editor) => void editor.commands.keyboardShortcut('Shift-Enter')],
]

test.each(acts)('every row stays when a selection across rows is %s', async (_, act) => {
  const doc = testPlanDoc()
  const editor = await paperOn({ doc, awareness: new Awareness(doc) })
  editors.push(editor)
  // jsdom draws nothing that could be scrolled to.
  editor.view.setProps({ handleScrollToSelection: () => true })
  editor.view.focus()
  const [from, to] = [placeOf(editor, '请青山班说'), placeOf(editor, '自然段')]
  editor.view.dispatch(
    editor.state.tr.setSelection(TextSelection.create(editor.state.doc, from, to)),
  )
  expect(isAcrossRows(editor.state.selection)).toBe(true)
  act(editor, new Map())
  const { steps } = outlineOfDoc(doc)
  expect(steps).toHaveLength(2)
  expect(steps[0]).toMatchObject({ assist: '', student: '自然段。' })
  expect(steps[0]?.lead).toMatch(/^板书“种、收、尝、议”，先贴?$/)
})
