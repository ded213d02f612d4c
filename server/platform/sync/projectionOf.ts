import type { UserId } from '#shared/ids.ts'
import type { DocName } from '#shared/sync/docName.ts'
import type { Projected } from './Projected.ts'
import type { DocOwner } from './ports.ts'
import type { RoomDocument } from './RoomDocument.ts'

type Parts = {
  readonly name: DocName
  readonly owner: DocOwner
  readonly id: string
  readonly fence: number
  readonly projected: Projected
}

/** Tells the owner what its projection makes of everything that is written when it is called. */
export const projectionOf = async (
  { name, owner, id, fence, projected }: Parts,
  document: RoomDocument,
  authors: readonly UserId[],
): Promise<void> => {
  if (!owner.projection) return
  const made = await projected.of(name, owner, document.updates())
  await owner.projection.stored(id, made, authors, fence)
}
