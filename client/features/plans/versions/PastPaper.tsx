import { EditorContent } from '@tiptap/react'
import { useEffect, useMemo } from 'react'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { Lesson } from '#shared/lessons/model.ts'
import paper from '../editor/Paper.module.css'
import { PlanDocContext } from '../editor/PlanDocContext.ts'
import { usePlanEditor } from '../editor/usePlanEditor.ts'

const docOf = (base64: string): Y.Doc => {
  const doc = new Y.Doc()
  Y.applyUpdate(
    doc,
    Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0)),
  )
  return doc
}

/** The plan as it was, by the very editor that shows it now; a copy that nobody can write in. */
export const PastPaper = (props: { readonly lesson: Lesson; readonly update: string }) => {
  const { lesson, update } = props
  const doc = useMemo(() => docOf(update), [update])
  const awareness = useMemo(() => new Awareness(doc), [doc])
  useEffect(() => () => awareness.destroy(), [awareness])
  const editor = usePlanEditor({ doc, awareness, lesson, isEditable: false })
  if (!editor) return null
  return (
    <PlanDocContext.Provider value={doc}>
      <div className={paper.paper}>
        <EditorContent editor={editor} />
      </div>
    </PlanDocContext.Provider>
  )
}
