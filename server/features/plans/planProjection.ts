import type * as Y from 'yjs'
import { outlineOfDoc, type PlanOutline } from '#shared/plans/outline.ts'

/** What lists read of a plan; runs in a thread of its own, for a plan may be large (`DocOwner.projection`). */
export const project = (doc: Y.Doc): PlanOutline => outlineOfDoc(doc)
