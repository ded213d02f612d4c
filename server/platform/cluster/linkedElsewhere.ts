import { z } from 'zod'
import type { DocName } from '#shared/sync/docName.ts'
import type { CopiedEdit } from '../sync/CopiedEdit.ts'
import type { Elsewhere } from '../sync/Elsewhere.ts'
import type { LocalRooms } from '../sync/LocalRooms.ts'
import type { DocConnection } from '../sync/ports.ts'
import type { Links } from './createLinks.ts'
import type { LinkService, Parcel } from './Link.ts'
import { VisitorChannel } from './VisitorChannel.ts'

const questionSchema = z.object({
  /** Of an edit: on whose behalf. */
  authorId: z.string().nullable().default(null),
  standsBesidePeople: z.boolean().default(false),
  what: z.enum(['read', 'edit', 'connections', 'flush', 'owns', 'takes', 'hear']),
  name: z.string(),
})
type What = z.output<typeof questionSchema>['what']

const outcomeSchema = z.enum(['done', 'stale', 'moved'])

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
    edit: CopiedEdit | null = null,
  ): Promise<Parcel> => {
    const { authorId, standsBesidePeople } = edit ?? {}
    return (await links.to(nodeId)).ask({
      head: { what, name, authorId, standsBesidePeople },
      bytes: edit ? [edit.update, edit.basedOn] : [],
    })
  }
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
    edit: async (nodeId, name, edit) =>
      outcomeSchema.parse((await ask(nodeId, 'edit', name, edit)).head),
    connections: async (nodeId, name) =>
      (await ask(nodeId, 'connections', name)).head as readonly DocConnection[],
    flush: async (nodeId, name) => void (await ask(nodeId, 'flush', name)),
  }
}

/** The other end: what this node's own rooms answer to the others. */
export const linkService = ({
  rooms,
  told,
  takes,
}: {
  readonly rooms: () => LocalRooms
  readonly told: LinkService['told']
  /** Whether it can be known here whose a document is. */
  readonly takes: () => boolean
}): LinkService => ({
  admit: (socket, visit) => void rooms().admit(socket, visit),
  told,
  answer: async ({ head, bytes }) => {
    const { what, name: named, ...of } = questionSchema.parse(head)
    if (what === 'hear') {
      for (const news of bytes) told(Buffer.from(news).toString())
      return { head: null, bytes: [] }
    }
    if (what === 'takes') return { head: takes(), bytes: [] }
    const name = named as DocName
    const local = rooms()
    if (what === 'read') return { head: null, bytes: [await local.read(name)] }
    if (what === 'owns') return { head: local.owns(name), bytes: [] }
    if (what === 'connections') return { head: local.connections(name), bytes: [] }
    if (what === 'flush') {
      await local.flush(name)
      return { head: null, bytes: [] }
    }
    const [update, basedOn] = bytes
    if (!update || !basedOn) throw new Error('an edit without its update')
    return { head: await local.edit(name, { update, basedOn, ...of }), bytes: [] }
  },
})
