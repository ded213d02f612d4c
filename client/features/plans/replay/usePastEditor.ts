import type { Editor, JSONContent } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'
import { useEditor } from '@tiptap/react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lesson } from '#shared/lessons/model.ts'
import type { PlanJson } from '#shared/plans/outline.ts'
import { planExtensions } from '../editor/planExtensions.ts'
import { useEditorWords } from '../editor/usePlanEditor.ts'
import { useRowPeople } from '../editor/useRowPeople.ts'
import { AuthorMarks, type Colours, withColours } from './authorMarks.ts'

/** Replaces only what differs, so that the rest of the paper is not drawn anew at every keystroke. */
const becoming = (transaction: Transaction, then: Node): Transaction => {
  const now = transaction.doc
  const from = now.content.findDiffStart(then.content)
  const ends = from === null ? null : now.content.findDiffEnd(then.content)
  if (from === null || !ends) return transaction
  // Where the same letters stand before and behind, the two searches meet and cross.
  const overlap = Math.max(0, from - Math.min(ends.a, ends.b))
  return transaction.replace(from, ends.a + overlap, then.slice(from, ends.b + overlap))
}

const isSound = (then: Node): boolean => {
  const isFitting = ({ isText, type, content }: Node) =>
    isText || type.contentMatch.matchFragment(content)?.validEnd === true
  let isAll = isFitting(then)
  then.descendants((node) => {
    isAll &&= isFitting(node)
    return isAll
  })
  return isAll
}

const show = (editor: Editor, body: PlanJson, colours: Colours): void => {
  const { state, view, schema } = editor
  const then = schema.nodeFromJSON(body)
  const { tr } = state
  // What does not fit the schema cannot be put in piece by piece.
  if (isSound(state.doc) && isSound(then)) becoming(tr, then)
  else tr.replaceWith(0, state.doc.content.size, then.content)
  view.dispatch(withColours(tr, colours).setMeta('addToHistory', false))
}

/** The very editor that shows the plan now, for a past it is handed and nobody can write in. */
export const usePastEditor = (lesson: Lesson, body: PlanJson, colours: Colours): Editor | null => {
  const { t } = useTranslation('plans')
  const words = useEditorWords()
  const people = useRowPeople(lesson)
  const label = t('paper', { title: lesson.title })
  const editor = useEditor(
    {
      extensions: [...planExtensions({ shared: null, words, people }), AuthorMarks],
      content: body as JSONContent,
      editable: false,
      injectCSS: false,
      shouldRerenderOnTransaction: false,
      editorProps: {
        attributes: {
          'aria-label': label,
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-readonly': 'true',
          lang: 'zh-CN',
        },
      },
    },
    [words, people, label],
  )
  useEffect(() => {
    if (editor) show(editor, body, colours)
  }, [editor, body, colours])
  return editor
}
