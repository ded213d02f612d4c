import type * as Y from 'yjs'
import type { Thread } from '#shared/plans/comments.ts'
import { readThreads } from '#shared/plans/threads.ts'

/** What lists read of a plan's comments; but for a few of them it runs in a thread of its own (`DocOwner.projection`). */
export const project = (doc: Y.Doc): readonly Thread[] => readThreads(doc)
