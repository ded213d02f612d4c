import type * as Y from 'yjs'

/** The test documents' text. */
export const project = (doc: Y.Doc): string => doc.getText('body').toString()
