import { z } from 'zod'
import { AppError } from '#shared/errors/appError.ts'
import { type CloseReason, closeCodes } from '#shared/sync/closeCodes.ts'
import type { DocName } from '#shared/sync/docName.ts'
import { askedTogether } from '../askedTogether.ts'
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

type Parts = {
  readonly nodeId: string
  readonly rooms: DocRoomsWithDoor
  readonly ownership: Ownership
  readonly elsewhere: Elsewhere | null
  readonly store: Pick<DocStore, 'history'>
  readonly bus: Bus
}

/** Asked again it is done once; but what became of one whose answer was lost nobody knows in the end. */
const mergeWherever = async (
  { rooms }: Pick<Parts, 'rooms'>,
  wherever: Wherever,
  [name, made, authorId]: Parameters<DocRooms['merge']>,
): ReturnType<DocRooms['merge']> => {
  let mayBeDone = false
  try {
    return await wherever.ask<'done' | 'stale'>(
      name,
      () => rooms.merge(name, made, authorId),
      async (owner, elsewhere) => {
        mayBeDone = true
        const edit = { ...made, standsBesidePeople: true, authorId: authorId ?? null }
        const answer = await elsewhere.edit(owner, name, edit)
        if (answer !== 'moved') return answer
        mayBeDone = false
        throw new Error(`${name} moves`)
      },
    )
  } catch (cause) {
    throw mayBeDone ? new AppError('outcome-unknown', { cause }) : cause
  }
}

/** From another node the whole document comes over, and with it all that waits behind it. */
const projectedWherever = async (
  { rooms }: Pick<Parts, 'rooms'>,
  wherever: Wherever,
  name: DocName,
): Promise<unknown> => {
  const found = await wherever.ask<{ made: unknown } | { update: Uint8Array }>(
    name,
    async () => ({ made: await rooms.projected(name) }),
    async (owner, elsewhere) => ({ update: await elsewhere.read(owner, name) }),
  )
  // Made here: that it cannot be made says nothing of the way to the owner.
  return 'made' in found ? found.made : rooms.local.projectedFrom(name, [found.update])
}

/**
 * The document rooms of the whole studio: those of this node, and by way of their owners all others.
 * Slices notice no difference but the time it takes.
 */
export const clusterDocRooms = (parts: Parts): DocRooms => {
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
    merge: (...asked) => mergeWherever(parts, wherever, asked),
    read: (name) => wherever.read(name, () => rooms.read(name)),
    projected: askedTogether((name) => projectedWherever(parts, wherever, name)),
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
    folded: rooms.folded,
    close: rooms.close,
  }
}
