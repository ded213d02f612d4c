import { useEffect, useRef } from 'react'
import type { Comments } from './useComments.ts'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select'))

const walk = (comments: Comments, order: readonly string[], by: 1 | -1): void => {
  if (order.length === 0) return
  const at = comments.activeId === null ? -1 : order.indexOf(comments.activeId)
  const next = at < 0 ? (by > 0 ? 0 : order.length - 1) : at + by
  comments.pick(order[(next + order.length) % order.length] ?? null)
}

const onLetter = (event: KeyboardEvent, { active, actions, focusReply }: Comments): boolean => {
  if (!active || !actions || isTyping(event.target)) return false
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  const key = event.key.toLowerCase()
  if (key === 'r') focusReply()
  else if (key === 'e' && actions.mayResolve(active))
    actions.setResolved(active.threadId, active.resolvedBy === null)
  else return false
  return true
}

const act = (event: KeyboardEvent, comments: Comments, order: readonly string[]): boolean => {
  if ((event.ctrlKey || event.metaKey) && event.altKey && event.code === 'KeyM')
    return comments.begin()
  if (event.altKey && !event.ctrlKey && !event.shiftKey) {
    if (event.key === 'ArrowDown') walk(comments, order, 1)
    else if (event.key === 'ArrowUp') walk(comments, order, -1)
    else return false
    return true
  }
  if (event.key === 'Escape' && comments.activeId && !isTyping(event.target)) {
    comments.pick(null)
    return true
  }
  return onLetter(event, comments)
}

/** Ctrl+Alt+M comments, Alt+↓ ↑ walks, R replies, E resolves, Esc leaves. `order` is the threads down the page. */
export const useCommentKeys = (comments: Comments, order: readonly string[]): void => {
  const latest = useRef({ comments, order })
  latest.current = { comments, order }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      if (act(event, latest.current.comments, latest.current.order)) event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
