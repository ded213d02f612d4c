import type { Editor } from '@tiptap/core'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type * as Y from 'yjs'
import { resolveAnchor } from '#shared/plans/anchors.ts'
import type { Anchor, Thread } from '#shared/plans/comments.ts'
import { planText } from '#shared/plans/planText.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { editorText, toEditorRange } from '../editor/editorText.ts'
import { type Highlight, showHighlights } from '../editor/highlights.ts'
import { stepById } from '../editor/stepEditing.ts'

/** Where a thread's words stand: in the text, or nowhere any more (原文已删除). */
export type ThreadPlace = { readonly top: number; readonly pos: number; readonly isLost: boolean }

/** Words are looked up again this long after the last keystroke; until then they move with the text. */
const SETTLE_MS = 150

const DRAFT = 'draft'

type Asked = {
  readonly threads: readonly Thread[]
  readonly activeId: string | null
  readonly draft: Anchor | null
}

const rangesOf = (editor: Editor, doc: Y.Doc, { threads, draft }: Asked) => {
  const body = doc.getXmlFragment(PLAN_BODY)
  const text = planText(body)
  const places = new Map<string, { from: number; to: number } | null>()
  const all: readonly (readonly [string, Anchor])[] = [
    ...threads.map((thread) => [thread.threadId, thread.anchor] as const),
    ...(draft ? [[DRAFT, draft] as const] : []),
  ]
  for (const [id, anchor] of all) {
    const range = resolveAnchor(body, anchor, text)
    places.set(id, range && toEditorRange(editor.state.doc, range))
  }
  return places
}

const highlightsOf = (
  ranges: ReadonlyMap<string, { from: number; to: number } | null>,
  { threads, activeId }: Asked,
): readonly Highlight[] => {
  const resolved = new Set(threads.filter((t) => t.resolvedBy !== null).map((t) => t.threadId))
  return [...ranges].flatMap(([threadId, range]) => {
    if (!range || (resolved.has(threadId) && threadId !== activeId)) return []
    const open = threadId === activeId ? ('active' as const) : ('open' as const)
    return [{ threadId, ...range, tone: threadId === DRAFT ? ('draft' as const) : open }]
  })
}

/** Between a change of the Y document and the editor's, offsets of one mean nothing in the other. */
const isFollowing = (editor: Editor, doc: Y.Doc): boolean =>
  editorText(editor.state.doc).length === planText(doc.getXmlFragment(PLAN_BODY)).value.length

const topOf = (editor: Editor, pos: number, origin: number): number =>
  editor.view.coordsAtPos(Math.min(pos, editor.state.doc.content.size)).top - origin

/** A lost thread stands at the step it was in, or at the plan's end. */
const lostPos = (editor: Editor, anchor: Anchor): number => {
  const step = anchor.stepId === null ? null : stepById(editor.state.doc, anchor.stepId)
  return step ? step.pos + 2 : editor.state.doc.content.size
}

/** Finds every thread's words, marks them in the text, and says beside which line each card belongs. */
export const useThreadPlaces = (
  editor: Editor,
  doc: Y.Doc,
  origin: RefObject<HTMLElement | null>,
  asked: Asked,
): ReadonlyMap<string, ThreadPlace> => {
  const [places, setPlaces] = useState<ReadonlyMap<string, ThreadPlace>>(new Map())
  const latest = useRef(asked)
  latest.current = asked
  const measure = useCallback(() => {
    const top = origin.current?.getBoundingClientRect().top
    if (editor.isDestroyed || top === undefined || !isFollowing(editor, doc)) return
    const ranges = rangesOf(editor, doc, latest.current)
    showHighlights(editor.view, highlightsOf(ranges, latest.current))
    const anchors = new Map(latest.current.threads.map((t) => [t.threadId, t.anchor]))
    const found = [...ranges].map(([id, range]) => {
      const anchor = anchors.get(id) ?? latest.current.draft
      const pos = range?.from ?? (anchor ? lostPos(editor, anchor) : 0)
      return [id, { top: topOf(editor, pos, top), pos, isLost: range === null }] as const
    })
    setPlaces(new Map(found))
  }, [editor, doc, origin])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const soon = () => {
      clearTimeout(timer)
      timer = setTimeout(measure, SETTLE_MS)
    }
    const resized = new ResizeObserver(soon)
    resized.observe(editor.view.dom)
    editor.on('update', soon)
    return () => {
      clearTimeout(timer)
      resized.disconnect()
      editor.off('update', soon)
    }
  }, [editor, measure])
  const { threads, activeId, draft } = asked
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for is read through `latest`
  useEffect(measure, [measure, threads, activeId, draft])
  return places
}

export const draftPlace = (places: ReadonlyMap<string, ThreadPlace>): ThreadPlace | undefined =>
  places.get(DRAFT)
