import * as Y from 'yjs'
import { z } from 'zod'
import { isPlainList, isPlainMap, isSingle, touchedIn } from '../sync/plainTypes.ts'
import { anchorSchema, commentKindSchema, messageSchema } from './comments.ts'

/** Who sent the update, as the connection knows them. */
export type Commenter = {
  readonly userId: string
  readonly name: string
  /** Whoever may write in the plan may resolve and reopen every thread. */
  readonly mayResolve: boolean
}

export type CommentChange = {
  readonly events: readonly Y.YEvent<Y.AbstractType<unknown>>[]
  readonly doc: Y.Doc
  readonly by: Commenter
}

export const MAX_THREADS = 500
export const MAX_MESSAGES = 200
/** In one thread, with all that were taken back: Yjs goes through these wherever it is told of one. */
const MAX_PLACES = 2000

const THREADS = 'threads'
const threadFields = ['anchor', 'kind', 'messages', 'resolvedAt', 'resolvedBy']
const messageFields = ['at', 'authorId', 'authorName', 'id', 'text']

/** Readers pass over what they do not know in an anchor; nobody writes it. */
const newAnchorSchema = z.strictObject(anchorSchema.shape)
/** A second may be written with any number of digits. */
const newInstantSchema = messageSchema.shape.at.max(40)
const newMessageSchema = messageSchema.extend({ at: newInstantSchema })

type Event = CommentChange['events'][number]

/** No others, not even deleted ones: the name of a key stays when its value is gone. */
const hasExactly = (map: Y.Map<unknown>, fields: readonly string[]): boolean =>
  [...map._map.keys()].sort().join() === fields.join()

const isOwnMessage = (value: unknown, by: Commenter): boolean => {
  if (!isPlainMap(value)) return false
  if (!hasExactly(value, messageFields)) return false
  // Not `toJSON`, where a shared text would pass for its words.
  const message = newMessageSchema.safeParse(Object.fromEntries(value.entries()))
  return (
    message.success && message.data.authorId === by.userId && message.data.authorName === by.name
  )
}

/** Open, or resolved in one's own name. */
const isSigned = (thread: Y.Map<unknown>, by: Commenter): boolean => {
  const resolvedBy = thread.get('resolvedBy')
  const resolvedAt = thread.get('resolvedAt')
  return resolvedBy === null
    ? resolvedAt === null
    : resolvedBy === by.userId && newInstantSchema.safeParse(resolvedAt).success
}

/** With all that was done to it before it came: answered, resolved, taken away. */
const isOwnThread = (value: unknown, by: Commenter): boolean => {
  if (!isPlainMap(value) || !hasExactly(value, threadFields)) return false
  const messages = value.get('messages')
  return (
    commentKindSchema.safeParse(value.get('kind')).success &&
    newAnchorSchema.safeParse(value.get('anchor')).success &&
    isSigned(value, by) &&
    isPlainList(messages) &&
    messages.length <= MAX_MESSAGES &&
    messages.toArray().every((message) => isOwnMessage(message, by))
  )
}

/** New threads of one's own; no thread ever disappears or is put in another's place. */
const mayChangeThreads = (event: Event, { doc, by }: CommentChange): boolean => {
  const threads = doc.getMap(THREADS)
  return (
    threads.size <= MAX_THREADS &&
    touchedIn(event).every(
      (threadId) =>
        threadId !== null &&
        event.changes.keys.get(threadId)?.action === 'add' &&
        /^[\w-]{8,40}$/.test(threadId) &&
        isOwnThread(threads.get(threadId), by),
    )
  )
}

const messagesIn = (thread: unknown): readonly Y.Map<unknown>[] => {
  const messages = thread instanceof Y.Map ? thread.get('messages') : undefined
  return messages instanceof Y.Array ? messages.toArray().filter((m) => m instanceof Y.Map) : []
}

const firstAuthor = (thread: Y.Map<unknown>): unknown => messagesIn(thread)[0]?.get('authorId')

/**
 * Resolving and reopening, by the thread's author or a writer of the plan, in their own name; when
 * somebody else's counts in the end, nothing has changed.
 */
const mayChangeThread = (thread: Y.Map<unknown>, event: Event, by: Commenter): boolean =>
  touchedIn(event).every(
    (key) => (key === 'resolvedBy' || key === 'resolvedAt') && isSingle(thread, key),
  ) &&
  (by.mayResolve || firstAuthor(thread) === by.userId) &&
  (event.changes.keys.size === 0 || isSigned(thread, by))

const authorOfDeleted = (item: Y.Item): unknown => {
  const content = item.content
  if (!(content instanceof Y.ContentType) || !(content.type instanceof Y.Map)) return undefined
  const author = content.type._map.get('authorId')?.content
  return author instanceof Y.ContentAny ? author.arr[0] : undefined
}

const growsTooLong = (messages: Y.Array<unknown>, event: Event): boolean => {
  let places = 0
  let grows = false
  for (let item = messages._start; item !== null; item = item.right) {
    places += 1
    grows ||= event.adds(item)
  }
  return grows && places > MAX_PLACES
}

/**
 * Replies of one's own are added anywhere but before the first message, because who wrote that owns
 * the thread; one's own are taken away, the first only when it is the last.
 */
const mayChangeMessages = (messages: Y.Array<unknown>, event: Event, by: Commenter): boolean => {
  // Before anything else: to tell what has changed Yjs copies all that was added with each that is.
  if (messages.length > MAX_MESSAGES || growsTooLong(messages, event)) return false
  const { added, deleted, delta } = event.changes
  const removesOthers = [...deleted].some((item) => authorOfDeleted(item) !== by.userId)
  const addsOthers = [...added].some(
    (item) => !(item.content instanceof Y.ContentType && isOwnMessage(item.content.type, by)),
  )
  const isKeyed = touchedIn(event).some((key) => key !== null)
  // Nothing in it: one's own was put there and is gone again.
  const isAtStart = delta[0] !== undefined && delta[0].retain === undefined
  const startsThread = isAtStart && messages.length > added.size
  const isOwn = !removesOthers && !addsOthers && !isKeyed
  return isOwn && !startsThread
}

/**
 * Whether one's own message may say this. All else in it was judged when it came and has not changed
 * since: every keystroke comes by here. Whoever is called otherwise by then is still its author.
 */
const maySay = (message: Y.Map<unknown>, text: unknown, by: Commenter): boolean =>
  isPlainMap(message) &&
  message.get('authorId') === by.userId &&
  messageSchema.shape.text.safeParse(text).success

/** Editing one's own words, and nothing but the words. */
const mayChangeMessage = (message: Y.Map<unknown>, event: Event, by: Commenter): boolean =>
  touchedIn(event).every((key) => key === 'text') && maySay(message, message.get('text'), by)

const mayChange = (event: Event, change: CommentChange): boolean => {
  const { target, path } = event
  if (path.length === 0)
    return target === change.doc.getMap(THREADS) && mayChangeThreads(event, change)
  if (path.length === 1 && target instanceof Y.Map) return mayChangeThread(target, event, change.by)
  if (path.length === 2 && path[1] === 'messages' && target instanceof Y.Array)
    return mayChangeMessages(target, event, change.by)
  if (path.length === 3 && target instanceof Y.Map)
    return mayChangeMessage(target, event, change.by)
  return false
}

const hasOnlyThreads = (doc: Y.Doc): boolean =>
  [...doc.share.keys()].every((root) => root === THREADS) && doc.getMap(THREADS)._start === null

/**
 * `mayComment` of the commonest edit, before it is made: other words in the place of a message's
 * own. Only what is surely one's own is answered with yes.
 */
export const mayReword = (
  {
    map,
    key,
    value,
  }: { readonly map: Y.Map<unknown>; readonly key: string; readonly value: unknown },
  by: Commenter,
): boolean => {
  const { doc, parent: messages } = map
  const thread = messages instanceof Y.Array ? messages.parent : null
  return (
    key === 'text' &&
    doc !== null &&
    hasOnlyThreads(doc) &&
    messages?._item?.parentSub === 'messages' &&
    thread?.parent === doc.getMap(THREADS) &&
    maySay(map, value, by)
  )
}

/**
 * An id names one message of the document: another under the same id would be taken for it, by whoever
 * changes it and by whoever tells what is new. What came before this was asked stays.
 */
const hasOwnIds = ({ events, doc }: CommentChange): boolean => {
  const adding = events.find(({ path }) => path.length === 0 || path.length === 2)
  if (!adding) return true
  const known = new Set<unknown>()
  const added: unknown[] = []
  for (const thread of doc.getMap(THREADS).values())
    for (const message of messagesIn(thread))
      if (message._item && adding.adds(message._item)) added.push(message.get('id'))
      else known.add(message.get('id'))
  return new Set(added).size === added.length && !added.some((id) => known.has(id))
}

/**
 * Judges an update of `comments:<planId>` by what it does: authors speak in their own name, nobody
 * touches another's words, a thread's kind and place never change. A message's time is not judged
 * here: a comment written offline is older than its arrival, so the server stamps it (stampMessages).
 */
export const mayComment = (change: CommentChange): boolean => {
  const { doc, events } = change
  return (
    hasOnlyThreads(doc) && events.every((event) => mayChange(event, change)) && hasOwnIds(change)
  )
}
