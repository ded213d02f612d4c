import * as Y from 'yjs'
import { z } from 'zod'
import { type CloseReason, closeCodes } from '#shared/sync/closeCodes.ts'
import type { DocName } from '#shared/sync/docName.ts'
import type { Bus } from '../bus/Bus.ts'
import type { DocRoomsWithDoor } from '../sync/createDocRooms.ts'
import type { DocStore } from '../sync/DocStore.ts'
import type { Elsewhere } from '../sync/Elsewhere.ts'
import type { DocRooms } from '../sync/ports.ts'
import type { Ownership } from './Ownership.ts'

const CLOSE_CHANNEL = 'docs.close'

const closeSchema = z.object({
  concerned: z.object({
    userIds: z.array(z.string()).optional(),
    shareIds: z.array(z.string()).optional(),
    docs: z.array(z.string()).optional(),
  }),
  reason: z.enum(Object.keys(closeCodes) as [CloseReason, ...CloseReason[]]),
})

/** The document moved, or changed, in between. */
const AGAIN = Symbol('again')

/** How often an edit is made anew because somebody was faster, or the document has just moved. */
const MAX_TRIES = 12
const pauseMs = (tries: number): number => Math.min(10 * 2 ** tries, 2000)
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * The document rooms of the whole studio: here when this node owns the document or nobody does, with
 * its owner otherwise. Slices notice no difference but the time it takes.
 */
export const clusterDocRooms = (parts: {
  readonly nodeId: string
  readonly rooms: DocRoomsWithDoor
  readonly ownership: Ownership
  /** Null: there is no other node. */
  readonly elsewhere: Elsewhere | null
  readonly store: Pick<DocStore, 'history'>
  readonly bus: Bus
}): DocRooms => {
  const { nodeId, rooms, ownership, elsewhere, store, bus } = parts

  const other = async (name: DocName): Promise<string | null> => {
    if (!elsewhere) return null
    const holder = await ownership.holder(name)
    return holder === nodeId ? null : holder
  }

  /** Here or there; tried again while the document is on its way from one node to another. */
  const wherever = async <Result>(
    name: DocName,
    here: () => Promise<Result>,
    there: (owner: string, elsewhere: Elsewhere) => Promise<Result | typeof AGAIN>,
  ): Promise<Result> => {
    if (!elsewhere) return here()
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      if (tries > 0) await pause(pauseMs(tries))
      const owner = await other(name)
      const result = owner === null ? await unlessMoved(name, here) : await there(owner, elsewhere)
      if (result !== AGAIN) return result
    }
    throw new Error(`${name} moves, or changes, faster than it can be reached`)
  }

  /** A document that became another node's since it was asked for is asked for there. */
  const unlessMoved = async <Result>(
    name: DocName,
    here: () => Promise<Result>,
  ): Promise<Result | typeof AGAIN> => {
    try {
      return await here()
    } catch (thrown) {
      if ((await other(name)) === null) throw thrown
      return AGAIN
    }
  }

  /** Nothing is lost by asking again: an owner that has just died is not one for much longer. */
  const unlessGone = <Result>(question: Promise<Result>): Promise<Result | typeof AGAIN> =>
    question.catch((): typeof AGAIN => AGAIN)

  const copyOf = async (
    owner: string,
    name: DocName,
    from: Elsewhere,
  ): Promise<Y.Doc | typeof AGAIN> => {
    const update = await unlessGone(from.read(owner, name))
    if (update === AGAIN) return AGAIN
    const doc = new Y.Doc()
    Y.applyUpdate(doc, update)
    return doc
  }

  const editThere = async (
    owner: string,
    name: DocName,
    edit: (doc: Y.Doc) => void,
    there: Elsewhere,
  ): Promise<true | typeof AGAIN> => {
    const doc = await copyOf(owner, name, there)
    if (doc === AGAIN) return AGAIN
    const basedOn = Y.encodeStateVector(doc)
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    doc.transact(() => edit(doc))
    doc.destroy()
    if (updates.length === 0) return true
    const update = Y.mergeUpdates(updates)
    // What becomes of an edit whose answer is lost nobody knows: then the caller hears of it.
    return (await there.edit(owner, name, { update, basedOn })) === 'done' ? true : AGAIN
  }

  bus.subscribe(CLOSE_CHANNEL, (message) => {
    const { concerned, reason } = closeSchema.parse(message)
    rooms.local.closeWhere(
      {
        ...(concerned.userIds ? { userIds: concerned.userIds } : {}),
        ...(concerned.shareIds ? { shareIds: concerned.shareIds } : {}),
        ...(concerned.docs ? { docs: concerned.docs } : {}),
      },
      reason,
    )
  })

  return {
    own: rooms.own,
    transact: async (name, edit) => {
      await wherever<true>(
        name,
        async () => {
          await rooms.transact(name, edit)
          return true
        },
        (owner, there) => editThere(owner, name, edit, there),
      )
    },
    read: (name) =>
      wherever(
        name,
        () => rooms.read(name),
        (owner, there) => copyOf(owner, name, there),
      ),
    connections: (name) =>
      wherever(
        name,
        async () => rooms.local.connections(name),
        (owner, there) => unlessGone(there.connections(owner, name)),
      ),
    // The bus tells this process first, within the call.
    closeWhere: (concerned, reason) => bus.publish(CLOSE_CHANNEL, { concerned, reason }),
    history: async (name, range) => {
      await wherever<true>(
        name,
        async () => {
          await rooms.local.flush(name)
          return true
        },
        (owner, there) => unlessGone(there.flush(owner, name).then((): true => true)),
      )
      return store.history(name, range)
    },
    close: rooms.close,
  }
}
