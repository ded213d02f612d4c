import type { Message, Thread } from '#shared/plans/comments.ts'
import type { CommentActions } from './commentActions.ts'
import type { Drafts } from './useDrafts.ts'

/** What one may do with a message of one's own. */
export type OwnWords = {
  /** Other words for it that were begun and not sent; empty when there are none. */
  readonly draft: string
  onDraft(text: string): void
  onEdit(text: string): void
  /** Null while answers hang on it. */
  readonly onRemove: (() => void) | null
}

/** Null for another's words, and where one may only read. */
export const ownWordsOf = (
  { threadId, messages }: Thread,
  { id, authorId }: Message,
  { actions, drafts }: { readonly actions: CommentActions | null; readonly drafts: Drafts },
): OwnWords | null => {
  if (!actions || authorId !== actions.me.userId) return null
  const place = `edit/${id}`
  const isFree = messages.length === 1 || messages[0]?.id !== id
  return {
    draft: drafts.of(place),
    onDraft: (text) => drafts.set(place, text),
    onEdit: (text) => actions.edit(threadId, id, text),
    onRemove: isFree ? () => actions.remove(threadId, id) : null,
  }
}
