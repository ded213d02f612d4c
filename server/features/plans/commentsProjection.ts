import type * as Y from 'yjs'
import type { Thread } from '#shared/plans/comments.ts'
import { readThreads } from '#shared/plans/threads.ts'

/** What lists read of a plan's comments; runs in a thread of its own: a second of it is everybody's stall (`DocOwner.projection`). */
export const project = (doc: Y.Doc): readonly Thread[] => readThreads(doc)
