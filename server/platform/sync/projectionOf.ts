import type { UserId } from '#shared/ids.ts'
import type { DocOwner } from './ports.ts'
import type { RoomDocument } from './RoomDocument.ts'
import type { Workshop } from './Workshop.ts'

type Parts = { readonly owner: DocOwner; readonly id: string; readonly workshop: Workshop }

/** Tells the owner what its projection makes of everything that is written when it is called. */
export const projectionOf = async (
  { owner, id, workshop }: Parts,
  document: RoomDocument,
  authors: readonly UserId[],
): Promise<void> => {
  if (!owner.projection) return
  const { module, stored } = owner.projection
  await stored(id, await workshop.project(module, document.updates()), authors)
}
