import type * as Y from 'yjs'
import type { UserId } from '#shared/ids.ts'
import type { DocOwner } from './ports.ts'
import type { RoomDocument } from './RoomDocument.ts'
import type { Workshop } from './Workshop.ts'

/** Up to this a document is put together on the spot, within a millisecond: for less no thread is woken. */
const SMALL_UPDATES = 32
const SMALL_BYTES = 16 * 1024

type Parts = { readonly owner: DocOwner; readonly id: string; readonly workshop: Workshop }

const isSmall = (updates: readonly Uint8Array[]): boolean =>
  updates.length <= SMALL_UPDATES &&
  updates.reduce((sum, update) => sum + update.length, 0) <= SMALL_BYTES

const here = (document: RoomDocument, project: (doc: Y.Doc) => unknown): unknown => {
  const doc = document.toDoc()
  try {
    return project(doc)
  } finally {
    doc.destroy()
  }
}

/** Tells the owner what its projection makes of everything that is written when it is called. */
export const projectionOf = async (
  { owner, id, workshop }: Parts,
  document: RoomDocument,
  authors: readonly UserId[],
): Promise<void> => {
  if (!owner.projection) return
  const { module, project, stored } = owner.projection
  const updates = document.updates()
  const projected = isSmall(updates)
    ? here(document, project)
    : await workshop.project(module, updates)
  await stored(id, projected, authors)
}
