import { Editor } from '@tiptap/core'
import { type EditorParts, type EditorWords, planExtensions } from './planExtensions.ts'

const words: EditorWords = {
  rows: { lead: '', assist: '', student: '', intent: '' },
  placeholders: {
    lead: '',
    assist: '',
    student: '',
    intent: '',
    title: '',
    stepTitle: '',
    heading: '',
  },
  paste: {
    noPictures: 'no pictures',
    noFiles: 'no files',
    tooMuch: 'too much',
    tooMuchDropped: 'too much dropped',
  },
}

/** The paper of a browser on the plan. The binding fills the editor in a timer of its own. */
export const paperOn = async (shared: NonNullable<EditorParts['shared']>): Promise<Editor> => {
  const extensions = planExtensions({ shared, words }).map((extension) =>
    // React draws the gutter; without React the step is what its schema says.
    extension.name === 'lessonStep' ? extension.extend({ addNodeView: null }) : extension,
  )
  const editor = new Editor({ extensions, injectCSS: false })
  document.body.append(editor.view.dom)
  await new Promise((resolve) => setTimeout(resolve))
  return editor
}
