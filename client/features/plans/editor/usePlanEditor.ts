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

/** The paper's own words, in the language of the page. */
export const useEditorWords = (lesson: Lesson): EditorWords => {
  const { t } = useTranslation('plans')
  const teacherOf = (site: 'near' | 'far') =>
    lesson.sites.find((s) => s.site === site)?.teacher?.name ?? ''
  const near = teacherOf('near')
  const far = teacherOf('far')
  return useMemo(
    () => ({
      rows: {
        lead: { label: t('row.lead'), who: near },
        assist: { label: t('row.assist'), who: far },
        student: { label: t('row.student'), who: '' },
        intent: { label: t('row.intent'), who: '' },
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
      paste: { noPictures: t('paste.noPictures'), tooMuch: t('paste.tooMuch') },
    }),
    [t, near, far],
  )
}

/** Tiptap on the plan's Y.Doc. One editor per document and language; it only follows `isEditable`. */
export const usePlanEditor = (parts: {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly lesson: Lesson
  readonly isEditable: boolean
  readonly onTorn: (torn: Torn) => void
}): Editor | null => {
  const { doc, awareness, lesson, isEditable, onTorn } = parts
  const { t } = useTranslation('plans')
  const words = useEditorWords(lesson)
  const label = t('paper', { title: lesson.title })
  const editor = useEditor(
    {
      extensions: planExtensions({ shared: { doc, awareness, onTorn }, words }),
      // The binding writes it anew from the document; given here, the first paint has it already.
      content: yXmlFragmentToProsemirrorJSON(doc.getXmlFragment(PLAN_BODY)),
      editable: isEditable,
      // Ours are in Highlights, Paper and Carets; the page's policy allows no injected styles.
      injectCSS: false,
      enableInputRules: true,
      enablePasteRules: false,
      shouldRerenderOnTransaction: false,
      editorProps: {
        attributes: {
          'aria-label': label,
          role: 'textbox',
          'aria-multiline': 'true',
          lang: 'zh-CN',
        },
      },
    },
    [doc, awareness, words, label, onTorn],
  )
  useEffect(() => {
    if (editor && editor.isEditable !== isEditable) editor.setEditable(isEditable)
  }, [editor, isEditable])
  return editor
}
