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

const projectHere = async (module: URL, document: RoomDocument): Promise<unknown> => {
  // As it is now, whatever comes while the module is read for the first time.
  const doc = document.toDoc()
  try {
    const { project } = (await import(module.href)) as { project: (doc: Y.Doc) => unknown }
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
  const { module, stored } = owner.projection
  const updates = document.updates()
  const projected = isSmall(updates)
    ? await projectHere(module, document)
    : await workshop.project(module, updates)
  await stored(id, projected, authors)
}
