import * as Y from 'yjs'
import type { Message, Thread } from '#shared/plans/comments.ts'
import { anchorSchema, commentKindSchema } from '#shared/plans/comments.ts'
import { readThreads, threadsMap } from '#shared/plans/threads.ts'
import type { AsideCopy, FoundWords } from '../../../lib/sync/openTray.ts'
import type { OwnPiece } from '../../../lib/sync/ownPieces.ts'
import type { CommentActions } from '../comments/commentActions.ts'
import { opened } from './missingLines.ts'

type Origin = Pick<FoundWords, 'docName' | 'cause' | 'atMs'>
type Said = { readonly thread: Thread; readonly message: Message }

const saidIn = (doc: Y.Doc): readonly Said[] =>
  readThreads(doc).flatMap((thread) => thread.messages.map((message) => ({ thread, message })))

const idOf = ({ docName }: Pick<FoundWords, 'docName'>, messageId: string): string =>
  `${docName}/${messageId}`

const entryOf = ({ thread, message }: Said, origin: Origin): FoundWords => ({
  ...origin,
  id: idOf(origin, message.id),
  text: message.text,
  place: {
    kind: 'comment',
    title: thread.anchor.quote,
    threadId: thread.threadId,
    commentKind: thread.kind,
    anchor: JSON.stringify(thread.anchor),
  },
})

/** Ids of the messages that are, or hold, one of these pieces: new ones and edited ones. */
const idsOf = (doc: Y.Doc, pieces: readonly OwnPiece[]): ReadonlySet<string> => {
  const items = new Set(pieces.map(({ item }) => item))
  const ids = new Set<string>()
  for (const thread of threadsMap(doc).values()) {
    const messages = thread.get('messages')
    if (!(messages instanceof Y.Array)) continue
    for (const message of messages)
      if (message instanceof Y.Map && [...message._map.values()].some((item) => items.has(item)))
        ids.add(String(message.get('id')))
  }
  return ids
}

/** Comments that were not accepted. */
export const findUnsentMessages = (
  doc: Y.Doc,
  pieces: readonly OwnPiece[],
  origin: Origin,
): readonly FoundWords[] => {
  const unsent = idsOf(doc, pieces)
  return saidIn(doc)
    .filter(({ message }) => unsent.has(message.id))
    .map((said) => entryOf(said, origin))
}

/** Whether the document has the comment that could not be handed in. */
export const isMessageIn = (doc: Y.Doc, entry: FoundWords): boolean =>
  saidIn(doc).some(
    ({ message }) => idOf(entry, message.id) === entry.id && message.text === entry.text,
  )

/** One's own comments in a copy that was set aside which the document of today lacks. */
export const findMissingMessages = (
  copy: AsideCopy,
  today: Y.Doc,
  userId: string,
): readonly FoundWords[] => {
  const known = new Set(saidIn(today).map(({ message }) => message.id))
  return saidIn(opened(copy))
    .filter(({ message }) => message.authorId === userId && !known.has(message.id))
    .map((said) => entryOf(said, { ...copy, cause: copy.reason }))
}

/**
 * Says it again: in the message it was to change, in its thread, or in a new one at the same words.
 * Answers with what takes it back; null when its place is unknown.
 */
export const sayAgain = (
  found: FoundWords,
  doc: Y.Doc,
  { begin, reply, edit, remove }: Pick<CommentActions, 'begin' | 'reply' | 'edit' | 'remove'>,
): (() => void) | null => {
  const { text } = found
  const { threadId = null, commentKind, anchor = null } = found.place
  const before = saidIn(doc).find(({ message }) => idOf(found, message.id) === found.id)
  if (before) {
    const [its, own] = [before.thread.threadId, before.message]
    edit(its, own.id, text)
    return () => edit(its, own.id, own.text)
  }
  if (threadId !== null && readThreads(doc).some((thread) => thread.threadId === threadId)) {
    const messageId = reply(threadId, text)
    return () => remove(threadId, messageId)
  }
  const kind = commentKindSchema.safeParse(commentKind)
  const parsed = anchorSchema.safeParse(anchor === null ? null : JSON.parse(anchor))
  if (!kind.success || !parsed.success) return null
  const made = begin({ kind: kind.data, anchor: parsed.data, text })
  return () => remove(made.threadId, made.messageId)
}
