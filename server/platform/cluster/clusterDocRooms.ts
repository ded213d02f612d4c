import * as Y from 'yjs'
import { z } from 'zod'
import { type CloseReason, closeCodes } from '#shared/sync/closeCodes.ts'
import type { DocName } from '#shared/sync/docName.ts'
import type { Bus } from '../bus/Bus.ts'
import type { DocStore } from '../sync/DocStore.ts'
import type { Elsewhere } from '../sync/Elsewhere.ts'
import type { DocRooms } from '../sync/ports.ts'
import type { LocalDocRooms } from './LocalDocRooms.ts'
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

/** How often an edit is made anew because somebody was faster, or the document has just moved. */
const MAX_TRIES = 8
const pauseMs = (tries: number): number => Math.min(20 * 2 ** tries, 500)
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * The document rooms of the whole studio: here when this node owns the document or nobody does, with
 * its owner otherwise. Slices notice no difference but the time it takes.
 */
export const clusterDocRooms = (parts: {
  readonly nodeId: string
  readonly rooms: LocalDocRooms
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
    there: (owner: string, elsewhere: Elsewhere) => Promise<Result | 'again'>,
  ): Promise<Result> => {
    if (!elsewhere) return here()
    for (let tries = 0; ; tries += 1) {
      try {
        const owner = await other(name)
        const result = owner === null ? await here() : await there(owner, elsewhere)
        if (result !== 'again') return result as Result
      } catch (thrown) {
        if (tries >= MAX_TRIES) throw thrown
      }
      if (tries >= MAX_TRIES) throw new Error(`${name} changes faster than it can be edited`)
      await pause(pauseMs(tries))
    }
  }

  const copyOf = async (owner: string, name: DocName, from: Elsewhere): Promise<Y.Doc> => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, await from.read(owner, name))
    return doc
  }

  const editThere = async (
    owner: string,
    name: DocName,
    edit: (doc: Y.Doc) => void,
    there: Elsewhere,
  ): Promise<true | 'again'> => {
    const doc = await copyOf(owner, name, there)
    const basedOn = Y.encodeStateVector(doc)
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    doc.transact(() => edit(doc))
    doc.destroy()
    if (updates.length === 0) return true
    const update = Y.mergeUpdates(updates)
    return (await there.edit(owner, name, { update, basedOn })) === 'done' ? true : 'again'
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
        (owner, there) => there.connections(owner, name),
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
        async (owner, there) => {
          await there.flush(owner, name)
          return true
        },
      )
      return store.history(name, range)
    },
    close: rooms.close,
  }
}
