import * as Y from 'yjs'
import {
  type Anchor,
  type CommentKind,
  type Message,
  type Thread,
  threadSchema,
} from './comments.ts'

/** The root of a `comments:` document. */
export const threadsMap = (doc: Y.Doc): Y.Map<Y.Map<unknown>> => doc.getMap('threads')

const messageMap = (message: Message): Y.Map<unknown> => new Y.Map(Object.entries(message))

const messagesOf = (thread: Y.Map<unknown> | undefined): Y.Array<Y.Map<unknown>> | null => {
  const messages = thread?.get('messages')
  return messages instanceof Y.Array ? messages : null
}

/** Threads in the order their first words were written; emptied and malformed ones are not shown. */
export const readThreads = (doc: Y.Doc): readonly Thread[] => {
  const threads: Thread[] = []
  for (const [threadId, value] of threadsMap(doc)) {
    const parsed = threadSchema.safeParse({ threadId, ...value.toJSON() })
    if (parsed.success && parsed.data.messages.length > 0) threads.push(parsed.data)
  }
  const begun = (thread: Thread): string => thread.messages[0]?.at ?? ''
  return threads.sort((a, b) => begun(a).localeCompare(begun(b)))
}

export const addThread = (
  doc: Y.Doc,
  thread: {
    readonly threadId: string
    readonly kind: CommentKind
    readonly anchor: Anchor
    readonly messages: readonly Message[]
    readonly resolved?: { readonly by: string; readonly at: string }
  },
): void =>
  doc.transact(() => {
    threadsMap(doc).set(
      thread.threadId,
      new Y.Map<unknown>([
        ['kind', thread.kind],
        ['anchor', thread.anchor],
        ['resolvedBy', thread.resolved?.by ?? null],
        ['resolvedAt', thread.resolved?.at ?? null],
        ['messages', Y.Array.from(thread.messages.map(messageMap))],
      ]),
    )
  })

export const addMessage = (doc: Y.Doc, threadId: string, message: Message): void =>
  messagesOf(threadsMap(doc).get(threadId))?.push([messageMap(message)])

const findMessage = (doc: Y.Doc, threadId: string, messageId: string) => {
  const messages = messagesOf(threadsMap(doc).get(threadId))
  const index = messages?.toArray().findIndex((message) => message.get('id') === messageId) ?? -1
  return messages && index >= 0 ? { messages, index, message: messages.get(index) } : null
}

export const editMessage = (
  doc: Y.Doc,
  threadId: string,
  messageId: string,
  text: string,
): void => {
  findMessage(doc, threadId, messageId)?.message.set('text', text)
}

/** A thread's first message goes only with the whole thread: its answers would hang in the air. */
export const deleteMessage = (doc: Y.Doc, threadId: string, messageId: string): void => {
  const found = findMessage(doc, threadId, messageId)
  if (found && (found.index > 0 || found.messages.length === 1))
    found.messages.delete(found.index, 1)
}

/** Null reopens. */
export const resolveThread = (
  doc: Y.Doc,
  threadId: string,
  resolved: { readonly by: string; readonly at: string } | null,
): void =>
  doc.transact(() => {
    const thread = threadsMap(doc).get(threadId)
    thread?.set('resolvedBy', resolved?.by ?? null)
    thread?.set('resolvedAt', resolved?.at ?? null)
  })

/** What a message says farther from its arrival than this was not written just now. */
const STAMP_TOLERANCE_MS = 5 * 60_000

/** The time a new message claims is none, or too far from the server's. */
export const isTimeDoubtful = (at: unknown, nowMs: number): boolean =>
  !(Math.abs(Date.parse(String(at)) - nowMs) <= STAMP_TOLERANCE_MS)

/**
 * What tells a message that was there from one that came: under an id that has become free, another
 * may say another time.
 */
export const keyOfMessage = ({
  id,
  authorId,
  at,
}: Partial<Record<keyof Message, unknown>>): string => [authorId, at, id].join(' ')

/**
 * The server's own time on messages that arrived with another: written offline, or claimed. Only
 * messages whose key is not in `known` are touched. Answers whether anything was.
 */
export const stampMessages = (doc: Y.Doc, known: ReadonlySet<string>, nowMs: number): boolean => {
  const wrong: Y.Map<unknown>[] = []
  for (const thread of threadsMap(doc).values())
    for (const message of messagesOf(thread) ?? []) {
      const plain: Partial<Record<keyof Message, unknown>> = message.toJSON()
      if (!known.has(keyOfMessage(plain)) && isTimeDoubtful(plain.at, nowMs)) wrong.push(message)
    }
  doc.transact(() => {
    for (const message of wrong) message.set('at', new Date(nowMs).toISOString())
  })
  return wrong.length > 0
}
