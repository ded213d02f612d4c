import type { UserId } from '#shared/ids.ts'
import type { DocOwner } from './ports.ts'
import type { RoomDocument } from './RoomDocument.ts'
import type { Workshop } from './Workshop.ts'

/** Tells the owner what is written: by a copy of the document, or by what its projection makes of it elsewhere. */
export const projectionOf = async (
  {
    owner,
    id,
    workshop,
  }: { readonly owner: DocOwner; readonly id: string; readonly workshop: Workshop },
  document: RoomDocument,
  authors: readonly UserId[],
): Promise<void> => {
  if (owner.projection) {
    const { module, stored } = owner.projection
    await stored(id, await workshop.project(module, document.updates()), authors)
  }
  if (!owner.onStored) return
  const doc = document.toDoc()
  await owner.onStored(id, doc, authors)
  doc.destroy()
}
