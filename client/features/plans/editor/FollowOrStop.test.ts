import type { Editor } from '@tiptap/core'
import { isChangeOrigin } from '@tiptap/extension-collaboration'
import { Plugin } from '@tiptap/pm/state'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { bodyOf, copyOf, meet, testPlanDoc } from '#shared/plans/testing.ts'
import { textWith } from '../recovery/testing.ts'
import { paperOn } from './testing.ts'

const editors: Editor[] = []
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy()
  vi.restoreAllMocks()
})

const LINE = '父亲为什么'

/** A plugin that fails while the paper follows the document, in its state or on the screen. */
const failing = (where: 'state' | 'screen') => {
  let left = 0
  const fail = () => {
    left -= 1
    throw new Error('cannot follow')
  }
  const plugin = new Plugin({
    state: {
      init: () => 0,
      apply: (transaction) =>
        where === 'state' && isChangeOrigin(transaction) && left > 0 ? fail() : 0,
    },
    view: () => ({
      update: () => {
        if (where === 'screen' && left > 0) fail()
      },
    }),
  })
  const failFor = (times: number) => {
    left = times
  }
  return { plugin, failFor }
}

const anyhow = (work: () => void) => {
  try {
    work()
  } catch (thrown) {
    expect(thrown).toMatchObject({ message: 'cannot follow' })
  }
}

const onPaper = async (where: 'state' | 'screen', times: number) => {
  const doc = testPlanDoc()
  const their = copyOf(doc)
  const onBehind = vi.fn()
  const editor = await paperOn({ doc, awareness: new Awareness(doc), onBehind })
  editors.push(editor)
  const { plugin, failFor } = failing(where)
  editor.registerPlugin(plugin, (added, all) => [added, ...all])
  failFor(times)
  textWith(their, LINE).insert(0, '（轻声）')
  anyhow(() => meet(doc, their))
  // As when a colleague's caret moves: the binding writes what the paper says.
  const nudge = () => anyhow(() => editor.view.dispatch(editor.state.tr))
  return { doc, editor, onBehind, nudge }
}

const wordsOf = (doc: Y.Doc): string => bodyOf(doc).toString()

describe.each(['state', 'screen'] as const)('[DR34] a paper whose %s fails', (where) => {
  it('once is made anew and goes on', async () => {
    const { doc, editor, onBehind, nudge } = await onPaper(where, 1)
    expect(editor.view.dom.textContent).toContain('（轻声）')
    nudge()
    expect(wordsOf(doc)).toContain('（轻声）')
    expect(editor.isEditable).toBe(true)
    expect(onBehind).not.toHaveBeenCalled()
  })

  it('always takes back nothing that a colleague has written, and stops', async () => {
    const { doc, editor, onBehind, nudge } = await onPaper(where, Number.POSITIVE_INFINITY)
    nudge()
    expect(wordsOf(doc)).toContain('（轻声）')
    expect(editor.isEditable).toBe(false)
    expect(onBehind).toHaveBeenCalledOnce()
  })
})
