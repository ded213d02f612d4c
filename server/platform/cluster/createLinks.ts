import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { Log } from '../log.ts'
import { Link, type LinkService } from './Link.ts'
import { ANSWER_HEADER, askForLink, createLinkJudge, PROOF_HEADER } from './linkProof.ts'
import type { Nodes } from './Nodes.ts'
import { SureNews } from './SureNews.ts'

const PATH = '/cluster'

/** A whole document may have to go over at once, in an answer. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024

/** How long a node may take to say hello, in ms. */
const DIAL_MS = 2_000

/** In ms: a node that stands still never reads what it is told. */
const GOODBYE_MS = 1_000

/** The links of this node to all others. */
export type Links = {
  /** The link to a node, made when there is none. Rejects when the node cannot be reached. */
  to(nodeId: string): Promise<Link>
  /**
   * The other nodes as far as they are known: those on the list, and those that have a link to us. One
   * that has just started is on no list we have read, and while Redis is away we read none.
   */
  others(): string[]
  /** To every node that is up; whoever cannot be reached does not hear it. */
  tellAll(news: string): void
  /** The same, and to whoever cannot be reached again until it has answered. */
  tellSurely(news: string): void
  /** For the process's `upgrade` event. False when the path is not ours and nothing was done. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** Resolves when the others have read what they were told, or have taken too long. */
  close(): Promise<void>
}

const endpointOf = (address: string): string => {
  const url = new URL(PATH, address)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}

type Parts = {
  readonly nodeId: string
  /** Shared by all nodes, 32 characters or more: without it there is no link. */
  readonly secret: string
  readonly nodes: Nodes
  readonly service: LinkService
  readonly log: Log
  readonly now: () => number
  /** How soon a node that could not be told is told again, in ms. */
  readonly againMs?: number
  /** How long the others may take to read what they were told last, in ms. */
  readonly goodbyeMs?: number
}

type Node = { readonly nodeId: string; readonly address: string }

/**
 * Opens a link to a node; both sides prove that they have the secret. `keep` gets the connection in the
 * moment in which it is open: the other side may have said something already.
 */
const dial = (parts: Parts, to: Node, keep: (socket: WebSocket) => Link): Promise<Link> =>
  new Promise((resolve, reject) => {
    const { nodeId, address } = to
    const ask = askForLink(parts.secret, { from: parts.nodeId, to: nodeId, nowMs: parts.now() })
    const socket = new WebSocket(endpointOf(address), {
      headers: { [PROOF_HEADER]: ask.header },
      handshakeTimeout: DIAL_MS,
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
    })
    let isProven = false
    socket.on('upgrade', ({ headers }) => {
      isProven = ask.isAnswer(headers[ANSWER_HEADER])
    })
    socket.once('open', () => {
      if (isProven) return resolve(keep(socket))
      socket.terminate()
      reject(new Error(`${address} does not know the secret of this studio`))
    })
    socket.once('error', reject)
  })

/**
 * What was said last tells visitors why they are sent away. A connection that is cut off takes with
 * it what the other side has not read yet.
 */
const endLinks = async (
  links: readonly Link[],
  server: WebSocketServer,
  { goodbyeMs = GOODBYE_MS }: Parts,
): Promise<void> => {
  server.close()
  let late: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<void>((resolve) => {
    late = setTimeout(resolve, goodbyeMs)
  })
  await Promise.race([Promise.all(links.map((link) => link.close())), tooLate])
  clearTimeout(late)
  for (const link of links) link.cut()
  for (const client of server.clients) client.terminate()
}

/** One link for each pair of nodes, dialled by whoever needs it first; both ends use it alike. */
export const createLinks = (parts: Parts): Links => {
  const { nodeId, nodes, service, log } = parts
  const links = new Map<string, Link>()
  const dialling = new Map<string, Promise<Link>>()
  const judge = createLinkJudge(parts.secret, nodeId, parts.now)
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  })

  const keep = (socket: WebSocket, peerId: string, isDialler: boolean): Link => {
    const link: Link = new Link({
      ...{ socket, peerId, isDialler, service, log },
      onClosed: () => {
        if (links.get(peerId) === link) links.delete(peerId)
      },
    })
    // When both dialled at once there are two for a while; each keeps what it carries.
    links.set(peerId, link)
    return link
  }

  const open = async (peerId: string): Promise<Link> => {
    if (!nodes.addressOf(peerId)) await nodes.refresh()
    const address = nodes.addressOf(peerId)
    if (!address || peerId === nodeId) throw new Error(`node ${peerId} is not there`)
    return dial(parts, { nodeId: peerId, address }, (socket) => keep(socket, peerId, true))
  }

  const to = async (peerId: string): Promise<Link> => {
    const known = links.get(peerId)
    if (known?.isOpen) return known
    const underway = dialling.get(peerId)
    if (underway) return underway
    const opening = open(peerId).finally(() => dialling.delete(peerId))
    dialling.set(peerId, opening)
    return opening
  }

  const others = (): string[] => {
    const linked = [...links].filter(([, link]) => link.isOpen).map(([peerId]) => peerId)
    return [...new Set([...nodes.others().map((node) => node.nodeId), ...linked])]
  }

  const sure = new SureNews({ ...parts, to })

  return {
    to,
    others,
    tellAll: (news) => {
      for (const peerId of others())
        to(peerId).then(
          (link) => link.tell(news),
          (err: unknown) => log.warn({ err, peer: peerId }, 'node not told'),
        )
    },
    tellSurely: (news) => {
      for (const peerId of others()) sure.tell(peerId, news)
    },
    upgrade: (request, socket, head) => {
      if ((request.url ?? '').split('?')[0] !== PATH) return false
      const judged = judge(request.headers[PROOF_HEADER])
      if ('refused' in judged) {
        const from = request.socket.remoteAddress
        log.warn({ from, why: judged.refused }, 'a link was refused')
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
        return true
      }
      const sayWho = (headers: string[], asked: IncomingMessage): void => {
        if (asked === request) headers.push(`${ANSWER_HEADER}: ${judged.answer}`)
      }
      server.on('headers', sayWho)
      server.handleUpgrade(request, socket, head, (accepted) => keep(accepted, judged.from, false))
      server.off('headers', sayWho)
      return true
    },
    close: () => {
      sure.close()
      return endLinks([...links.values()], server, parts)
    },
  }
}
