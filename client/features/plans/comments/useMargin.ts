import type { Editor } from '@tiptap/core'
import { type RefObject, useMemo } from 'react'
import type * as Y from 'yjs'
import type { Thread } from '#shared/plans/comments.ts'
import type { CommentActions } from './commentActions.ts'
import { useCommentKeys } from './useCommentKeys.ts'
import { type Comments, useComments } from './useComments.ts'
import { useShowActive } from './useShowActive.ts'
import { type ThreadPlace, useThreadPlaces } from './useThreadPlaces.ts'

export type Margin = {
  readonly comments: Comments
  readonly places: ReadonlyMap<string, ThreadPlace>
  /** Thread ids down the page. */
  readonly order: readonly string[]
}

/** The threads, where they stand, and the keys that walk them. */
export const useMargin = (
  parts: {
    readonly editor: Editor
    readonly planDoc: Y.Doc
    readonly all: readonly Thread[]
    readonly actions: CommentActions | null
    readonly draftKey: string
  },
  sheet: RefObject<HTMLElement | null>,
): Margin => {
  const comments = useComments(parts)
  const { threads, activeId } = comments
  const places = useThreadPlaces(parts.editor, parts.planDoc, sheet, {
    threads,
    activeId,
    draft: comments.draft?.anchor ?? null,
  })
  const order = useMemo(() => {
    const posOf = (threadId: string) => places.get(threadId)?.pos ?? 0
    return threads.map((thread) => thread.threadId).sort((a, b) => posOf(a) - posOf(b))
  }, [threads, places])
  useCommentKeys(comments, order)
  useShowActive(sheet, activeId)
  return { comments, places, order }
}
