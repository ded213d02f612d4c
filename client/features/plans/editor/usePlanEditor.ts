import type { Editor } from '@tiptap/core'
import { useEditor } from '@tiptap/react'
import { yXmlFragmentToProsemirrorJSON } from '@tiptap/y-tiptap'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { Lesson } from '#shared/lessons/model.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import type { Torn } from '../recovery/torn.ts'
import { type EditorWords, planExtensions } from './planExtensions.ts'
import { useRowPeople } from './useRowPeople.ts'

/** The paper's own words, in the language of the page. */
export const useEditorWords = (): EditorWords => {
  const { t } = useTranslation('plans')
  return useMemo(
    () => ({
      rows: {
        lead: t('row.lead'),
        assist: t('row.assist'),
        student: t('row.student'),
        intent: t('row.intent'),
      },
      placeholders: {
        lead: t('placeholder.lead'),
        assist: t('placeholder.assist'),
        student: t('placeholder.student'),
        intent: t('placeholder.intent'),
        title: t('placeholder.title'),
        stepTitle: t('placeholder.stepTitle'),
        heading: t('placeholder.heading'),
      },
      paste: {
        noPictures: t('paste.noPictures'),
        noFiles: t('paste.noFiles'),
        tooMuch: t('paste.tooMuch'),
        tooMuchDropped: t('paste.tooMuchDropped'),
      },
    }),
    [t],
  )
}

/** The paper names itself by the lesson's title, which others may change while one writes in it. */
const namedBy = (label: string) => ({
  attributes: { 'aria-label': label, role: 'textbox', 'aria-multiline': 'true', lang: 'zh-CN' },
})

/**
 * Tiptap on the plan's Y.Doc. One editor per document and language; the lesson's title and people and
 * `isEditable` it only follows: another editor would take the caret and what can be undone.
 */
export const usePlanEditor = (parts: {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly lesson: Lesson
  readonly isEditable: boolean
  readonly onTorn: (torn: Torn) => void
  readonly onBehind: () => void
}): Editor | null => {
  const { doc, awareness, lesson, isEditable, onTorn, onBehind } = parts
  const { t } = useTranslation('plans')
  const words = useEditorWords()
  const people = useRowPeople(lesson)
  const label = t('paper', { title: lesson.title })
  const editor = useEditor(
    {
      extensions: planExtensions({ shared: { doc, awareness, onTorn, onBehind }, words, people }),
      // The binding writes it anew from the document; given here, the first paint has it already.
      content: yXmlFragmentToProsemirrorJSON(doc.getXmlFragment(PLAN_BODY)),
      editable: isEditable,
      // Ours are in Highlights, Paper and Carets; the page's policy allows no injected styles.
      injectCSS: false,
      enableInputRules: true,
      enablePasteRules: false,
      shouldRerenderOnTransaction: false,
      editorProps: namedBy(label),
    },
    [doc, awareness, words, people, onTorn, onBehind],
  )
  useEffect(() => editor?.setOptions({ editorProps: namedBy(label) }), [editor, label])
  useEffect(() => {
    if (editor && editor.isEditable !== isEditable) editor.setEditable(isEditable)
  }, [editor, isEditable])
  return editor
}
