import type { Editor } from '@tiptap/core'
import { Fragment, Slice } from '@tiptap/pm/model'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import { planSchema } from '#shared/plans/schema.ts'
import { testPlanDoc } from '#shared/plans/testing.ts'
import { dismissToast, toastStore } from '../../../ui/toasts.ts'
import { bytesOf, hasPictures } from './planPaste.ts'
import { paperOn } from './testing.ts'

const pasted = (data: Readonly<Record<string, string>>, ...types: string[]) => ({
  getData: (type: string) => data[type] ?? '',
  items: types.map((type) => ({ type })) as unknown as DataTransferItemList,
})

describe('pictures in what is pasted', () => {
  test('are noticed among words, and alone', () => {
    expect(hasPictures(pasted({ 'text/html': '<p>一<img src="x">二</p>' }))).toBe(true)
    expect(hasPictures(pasted({}, 'image/png'))).toBe(true)
  })
  test('are not what a spreadsheet or a page of words offers besides', () => {
    const cells = { 'text/html': '<table><td>一</td></table>', 'text/plain': '一' }
    expect(hasPictures(pasted(cells, 'text/html', 'image/png'))).toBe(false)
    expect(hasPictures(pasted({ 'text/plain': '<img' }, 'text/plain'))).toBe(false)
    expect(hasPictures(null)).toBe(false)
  })
})

test('what is pasted weighs what its update will: three bytes a character, and its blocks', () => {
  const line = planSchema.node('paragraph', null, [planSchema.text('备课')])
  const slice = new Slice(Fragment.from([line, line]), 0, 0)
  expect(bytesOf(slice)).toBe(2 * (6 + 60))
})

/** A paste event as a browser fires it; jsdom has neither the event nor what it carries. */
const pasteInto = (editor: Editor, data: Readonly<Record<string, string>>, ...types: string[]) => {
  const event = new Event('paste', { bubbles: true, cancelable: true })
  Object.defineProperty(event, 'clipboardData', { value: { ...pasted(data, ...types), files: [] } })
  editor.view.dom.dispatchEvent(event)
}

/** The same of what is dropped on it. */
const dropOn = (editor: Editor, data: Readonly<Record<string, string>>, ...types: string[]) => {
  const event = new Event('drop', { bubbles: true, cancelable: true })
  const files = types.filter((type) => !type.startsWith('text/'))
  const dataTransfer = { ...pasted(data, ...types), files }
  Object.assign(event, { dataTransfer, clientX: 0, clientY: 0 })
  const pos = wordsAt(editor, '默读、圈画。')
  vi.spyOn(editor.view, 'posAtCoords').mockReturnValue({ pos, inside: pos })
  editor.view.dom.dispatchEvent(event)
  return event
}

const wordsAt = (editor: Editor, words: string): number => {
  let found = 0
  editor.state.doc.descendants((node, pos) => {
    if (node.isTextblock && node.textContent.includes(words)) found = pos + 1
  })
  return found
}

const said = () => toastStore.getSnapshot().map(({ text }) => text)

describe('pasting into the paper', () => {
  afterEach(() => {
    vi.useRealTimers()
    for (const { id } of toastStore.getSnapshot()) dismissToast(id)
  })
  const writing = async () => {
    const doc = testPlanDoc()
    const editor = await paperOn({ doc, awareness: new Awareness(doc), onTorn: () => {} })
    onTestFinished(() => editor.destroy())
    const isOpen = () => expect(wordsAt(editor, '默读、圈画。')).toBeGreaterThan(0)
    await vi.waitFor(isOpen, 20_000)
    editor.commands.setTextSelection(wordsAt(editor, '默读、圈画。'))
    // A paste without words is looked for by the editor in a timer of its own.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    return editor
  }

  test('words with a picture come in without it, and one is told', async () => {
    const editor = await writing()
    pasteInto(editor, { 'text/html': '<p>贴来的话<img src="x"></p>' }, 'text/html', 'image/png')
    expect(editor.getText()).toContain('贴来的话')
    expect(said()).toEqual(['no pictures'])
  })

  test('a picture alone changes nothing, and one is told', async () => {
    const editor = await writing()
    const before = editor.getText()
    pasteInto(editor, {}, 'image/png')
    vi.advanceTimersByTime(100)
    expect(editor.getText()).toBe(before)
    expect(said()).toEqual(['no pictures'])
  })

  test('more than the server takes at once stays out whole, and one is told', async () => {
    const editor = await writing()
    const before = editor.getText()
    pasteInto(editor, { 'text/plain': '课'.repeat(300_001) }, 'text/plain')
    expect(editor.getText()).toBe(before)
    expect(said()).toEqual(['too much'])
  })

  test('words alone come in without a word', async () => {
    const editor = await writing()
    pasteInto(editor, { 'text/plain': '贴来的话' }, 'text/plain')
    expect(editor.getText()).toContain('贴来的话')
    expect(said()).toEqual([])
  })

  test.each(['image/png', 'application/msword'])(
    'a file that is dropped does not take the page away, and one is told: %s',
    async (type) => {
      const editor = await writing()
      const before = editor.getText()
      expect(dropOn(editor, {}, type).defaultPrevented).toBe(true)
      expect(editor.getText()).toBe(before)
      expect(said()).toEqual(['no files'])
    },
  )

  test('more than the server takes is not taken by dropping it either', async () => {
    const editor = await writing()
    const before = editor.getText()
    dropOn(editor, { 'text/plain': '课'.repeat(300_001) }, 'text/plain')
    expect(editor.getText()).toBe(before)
    // Not with the words for what was pasted: nothing of it is in the clipboard.
    expect(said()).toEqual(['too much dropped'])
  })

  test('words that are dropped come in', async () => {
    const editor = await writing()
    dropOn(editor, { 'text/plain': '拖来的话' }, 'text/plain')
    expect(editor.getText()).toContain('拖来的话')
    expect(said()).toEqual([])
  })
})
