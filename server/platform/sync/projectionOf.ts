import type { UserId } from '#shared/ids.ts'
import type { DocOwner } from './ports.ts'
import type { RoomDocument } from './RoomDocument.ts'
import type { RoomLog } from './RoomLog.ts'
import type { Workshop } from './Workshop.ts'

type Parts = { readonly owner: DocOwner; readonly id: string; readonly workshop: Workshop }

/**
 * Tells the owner what is written: by a copy of the document, or by what its projection makes of it
 * elsewhere. Answers up to which update that was.
 */
export const projectionOf = async (
  { owner, id, workshop }: Parts,
  { document, log }: { readonly document: RoomDocument; readonly log: RoomLog },
  authors: readonly UserId[],
): Promise<number> => {
  const { lastSeq } = log
  if (owner.projection) {
    const { module, stored } = owner.projection
    await stored(id, await workshop.project(module, document.updates()), authors)
  }
  if (owner.onStored) {
    const doc = document.toDoc()
    await owner.onStored(id, doc, authors)
    doc.destroy()
  }
  return lastSeq
}
