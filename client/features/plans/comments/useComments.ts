import type { Editor } from '@tiptap/core'
import { useMemo, useState } from 'react'
import type * as Y from 'yjs'
import { createAnchor } from '#shared/plans/anchors.ts'
import type { Anchor, CommentKind, Thread } from '#shared/plans/comments.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { editorText } from '../editor/editorText.ts'
import type { CommentActions } from './commentActions.ts'
import { type Drafts, NEW_THREAD, useDrafts } from './useDrafts.ts'
import { useGoneThread } from './useGoneThread.ts'

export type Filter = { readonly kind: CommentKind | 'all'; readonly onlyOpen: boolean }
export type NewComment = { readonly anchor: Anchor; readonly kind: CommentKind }

export type Comments = {
  /** All of them, for counting. */
  readonly all: readonly Thread[]
  /** What the filter lets through, and the active one. */
  readonly threads: readonly Thread[]
  readonly activeId: string | null
  readonly active: Thread | null
  readonly draft: NewComment | null
  readonly filter: Filter
  readonly drafts: Drafts
  readonly actions: CommentActions | null
  /** The reply field asks for the caret: R was pressed. */
  readonly replyFocused: boolean
  setFilter(filter: Filter): void
  pick(threadId: string | null): void
  focusReply(): void
  /** From the selection, or at a thread's own words. False when there are none. */
  begin(at?: { readonly anchor: Anchor; readonly kind: CommentKind }): boolean
  setKind(kind: CommentKind): void
  send(): void
  cancel(): void
}

const anchorOfSelection = (editor: Editor, doc: Y.Doc): Anchor | null => {
  const { from, to, empty } = editor.state.selection
  if (empty) return null
  const text = editorText(editor.state.doc)
  return createAnchor(doc.getXmlFragment(PLAN_BODY), {
    from: text.offsetOf(from),
    to: text.offsetOf(to),
  })
}

const passes = (thread: Thread, { kind, onlyOpen }: Filter): boolean =>
  (kind === 'all' || thread.kind === kind) && !(onlyOpen && thread.resolvedBy !== null)

/** Which thread is open, what is being written, and what is shown of the margin. */
export const useComments = (parts: {
  readonly editor: Editor
  readonly planDoc: Y.Doc
  readonly all: readonly Thread[]
  readonly actions: CommentActions | null
  /** Under which this tab keeps what was begun. */
  readonly draftKey: string
}): Comments => {
  const { editor, planDoc, all, actions } = parts
  const [picked, setPicked] = useState<string | null>(null)
  const [draft, setDraft] = useState<NewComment | null>(null)
  const [replyFocused, setReplyFocused] = useState(false)
  const [filter, setFilter] = useState<Filter>({ kind: 'all', onlyOpen: false })
  const drafts = useDrafts(parts.draftKey)
  const active = all.find((thread) => thread.threadId === picked) ?? null
  const threads = useMemo(
    () => all.filter((t) => t.threadId === picked || passes(t, filter)),
    [all, filter, picked],
  )
  const pick = (threadId: string | null) => {
    setDraft(null)
    setReplyFocused(false)
    setPicked(threadId)
  }
  useGoneThread({ active, picked, drafts }, ({ anchor, kind }) => {
    pick(null)
    if (actions) setDraft({ anchor, kind })
  })
  return {
    all,
    threads,
    activeId: active?.threadId ?? null,
    active,
    draft,
    filter,
    drafts,
    actions,
    replyFocused,
    setFilter,
    pick,
    focusReply: () => setReplyFocused(true),
    begin: (at) => {
      const anchor = at?.anchor ?? anchorOfSelection(editor, planDoc)
      if (!anchor || !actions) return false
      pick(null)
      setDraft({ anchor, kind: at?.kind ?? draft?.kind ?? 'question' })
      return true
    },
    setKind: (kind) => setDraft((now) => now && { ...now, kind }),
    send: () => {
      if (!draft || !actions) return
      const { threadId } = actions.begin({ ...draft, text: drafts.of(NEW_THREAD) })
      drafts.set(NEW_THREAD, '')
      pick(threadId)
    },
    cancel: () => setDraft(null),
  }
}
