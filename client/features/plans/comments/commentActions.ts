import type * as Y from 'yjs'
import type { Me } from '#shared/accounts/model.ts'
import type { Anchor, CommentKind, Message, Thread } from '#shared/plans/comments.ts'
import {
  addMessage,
  addThread,
  deleteMessage,
  editMessage,
  resolveThread,
} from '#shared/plans/threads.ts'
import { serverNow } from '../../../lib/feed/sessionClock.ts'
import { randomId } from '../../../lib/session/deviceId.ts'

export type CommentActions = {
  readonly me: Pick<Me, 'userId' | 'name'>
  begin(thread: { readonly kind: CommentKind; readonly anchor: Anchor; readonly text: string }): {
    readonly threadId: string
    readonly messageId: string
  }
  /** Answers with the new message's id. */
  reply(threadId: string, text: string): string
  edit(threadId: string, messageId: string, text: string): void
  remove(threadId: string, messageId: string): void
  mayResolve(thread: Thread): boolean
  setResolved(threadId: string, resolved: boolean): void
}

const now = (): string => new Date(serverNow()).toISOString()

/** What one may do in the margin; the server's guard decides, this only does not offer the rest. */
export const commentActions = (
  doc: Y.Doc,
  me: CommentActions['me'],
  isPlanEditor: boolean,
): CommentActions => {
  const say = (text: string): Message => ({
    id: randomId<string>(),
    authorId: me.userId,
    authorName: me.name,
    at: now(),
    text: text.trim(),
  })
  return {
    me,
    begin: ({ text, ...thread }) => {
      const threadId = randomId<string>()
      const message = say(text)
      addThread(doc, { ...thread, threadId, messages: [message] })
      return { threadId, messageId: message.id }
    },
    reply: (threadId, text) => {
      const message = say(text)
      addMessage(doc, threadId, message)
      return message.id
    },
    edit: (threadId, messageId, text) => editMessage(doc, threadId, messageId, text.trim()),
    remove: (threadId, messageId) => deleteMessage(doc, threadId, messageId),
    mayResolve: (thread) => isPlanEditor || thread.messages[0]?.authorId === me.userId,
    setResolved: (threadId, resolved) =>
      resolveThread(doc, threadId, resolved ? { by: me.userId, at: now() } : null),
  }
}
