import { z } from 'zod'
import type { DocName } from '#shared/sync/docName.ts'
import type { Elsewhere } from '../sync/Elsewhere.ts'
import type { LocalRooms } from '../sync/LocalRooms.ts'
import type { DocConnection } from '../sync/ports.ts'
import type { Links } from './createLinks.ts'
import type { LinkService, Parcel } from './Link.ts'
import { VisitorChannel } from './VisitorChannel.ts'

const questionSchema = z.object({
  /** Of an edit: on whose behalf. */
  authorId: z.string().nullable().default(null),
  what: z.enum(['read', 'edit', 'connections', 'flush', 'owns', 'hear']),
  name: z.string(),
})
type What = z.output<typeof questionSchema>['what']

const only = ({ bytes: [first] }: Parcel): Uint8Array => {
  if (!first) throw new Error('an answer without bytes')
  return first
}

/** Rooms of other nodes, over the links. */
export const linkedElsewhere = (links: Links): Elsewhere => {
  const ask = async (
    nodeId: string,
    what: What,
    name: DocName,
    edit: { readonly authorId: string | null; readonly bytes: readonly Uint8Array[] } | null = null,
  ): Promise<Parcel> =>
    (await links.to(nodeId)).ask({
      head: { what, name, authorId: edit?.authorId ?? null },
      bytes: edit?.bytes ?? [],
    })
  return {
    carry: (nodeId, socket, visit) => {
      const channel = new VisitorChannel(socket)
      links.to(nodeId).then(
        (link) => {
          if (!channel.isOver) link.open(channel, visit)
        },
        () => channel.broke(),
      )
    },
    read: async (nodeId, name) => only(await ask(nodeId, 'read', name)),
    edit: async (nodeId, name, { update, basedOn, authorId }) => {
      const { head } = await ask(nodeId, 'edit', name, {
        authorId,
        bytes: basedOn ? [update, basedOn] : [update],
      })
      return head === 'done' ? 'done' : 'stale'
    },
    connections: async (nodeId, name) =>
      (await ask(nodeId, 'connections', name)).head as readonly DocConnection[],
    flush: async (nodeId, name) => void (await ask(nodeId, 'flush', name)),
  }
}

/** The other end: what this node's own rooms answer to the others. */
export const linkService = (rooms: () => LocalRooms, told: LinkService['told']): LinkService => ({
  admit: (socket, visit) => void rooms().admit(socket, visit),
  told,
  answer: async ({ head, bytes }) => {
    const { what, name: named, authorId } = questionSchema.parse(head)
    if (what === 'hear') {
      for (const news of bytes) told(Buffer.from(news).toString())
      return { head: null, bytes: [] }
    }
    const name = named as DocName
    const local = rooms()
    if (what === 'read') return { head: null, bytes: [await local.read(name)] }
    if (what === 'owns') return { head: local.owns(name), bytes: [] }
    if (what === 'connections') return { head: local.connections(name), bytes: [] }
    if (what === 'flush') {
      await local.flush(name)
      return { head: null, bytes: [] }
    }
    const [update, basedOn = null] = bytes
    if (!update) throw new Error('an edit without its update')
    return { head: await local.edit(name, { update, basedOn, authorId }), bytes: [] }
  },
})
