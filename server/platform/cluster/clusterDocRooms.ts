import { z } from 'zod'
import { type CloseReason, closeCodes } from '#shared/sync/closeCodes.ts'
import type { Bus } from '../bus/Bus.ts'
import type { Concerned } from '../sync/Concerned.ts'
import type { DocRoomsWithDoor } from '../sync/createDocRooms.ts'
import type { DocStore } from '../sync/DocStore.ts'
import type { Elsewhere } from '../sync/Elsewhere.ts'
import type { DocRooms } from '../sync/ports.ts'
import type { Ownership } from './Ownership.ts'
import { Wherever } from './Wherever.ts'

const CLOSE = 'docs.close'

const closeSchema = z.object({
  concerned: z.object({
    userIds: z.array(z.string()).optional(),
    shareIds: z.array(z.string()).optional(),
    everybody: z.boolean().optional(),
    docs: z.array(z.string()).optional(),
  }),
  reason: z.enum(Object.keys(closeCodes) as [CloseReason, ...CloseReason[]]),
})

/**
 * The document rooms of the whole studio: those of this node, and by way of their owners all others.
 * Slices notice no difference but the time it takes.
 */
export const clusterDocRooms = (parts: {
  readonly nodeId: string
  readonly rooms: DocRoomsWithDoor
  readonly ownership: Ownership
  readonly elsewhere: Elsewhere | null
  readonly store: Pick<DocStore, 'history'>
  readonly bus: Bus
}): DocRooms => {
  const { rooms, store, bus } = parts
  const wherever = new Wherever(parts)
  bus.subscribe(CLOSE, (message) => {
    const { concerned, reason } = closeSchema.parse(message)
    rooms.local.closeWhere(concerned as Concerned, reason)
  })
  return {
    own: rooms.own,
    transact: (name, edit, authorId) =>
      wherever.edit(name, () => rooms.transact(name, edit, authorId), {
        edit,
        authorId: authorId ?? null,
      }),
    merge: (name, update, authorId) =>
      wherever.ask(
        name,
        () => rooms.merge(name, update, authorId),
        async (owner, elsewhere) => {
          const edit = { update, basedOn: null, authorId: authorId ?? null }
          const answer = await elsewhere.edit(owner, name, edit)
          if (answer === 'stale') throw new Error(`${name} moves`)
        },
      ),
    read: (name) => wherever.read(name, () => rooms.read(name)),
    projected: (name) =>
      wherever.ask(
        name,
        () => rooms.projected(name),
        async (owner, elsewhere) =>
          rooms.local.projectedFrom(name, [await elsewhere.read(owner, name)]),
      ),
    connections: (name) =>
      wherever.ask(
        name,
        async () => rooms.local.connections(name),
        (owner, elsewhere) => elsewhere.connections(owner, name),
      ),
    // The bus tells this process first, within the call.
    closeWhere: (concerned, reason) => bus.insist(CLOSE, { concerned, reason }),
    history: async (name, range) => {
      await wherever.ask(
        name,
        () => rooms.local.flush(name),
        (owner, elsewhere) => elsewhere.flush(owner, name),
      )
      return store.history(name, range)
    },
    close: rooms.close,
  }
}
