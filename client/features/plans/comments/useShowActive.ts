import { type RefObject, useEffect } from 'react'

/** Brings the words of the thread that was picked into sight, and the keyboard to its card. */
export const useShowActive = (
  sheet: RefObject<HTMLElement | null>,
  activeId: string | null,
): void => {
  useEffect(() => {
    if (activeId === null) return
    const words = sheet.current?.querySelector(`[data-thread="${CSS.escape(activeId)}"]`)
    const box = words?.getBoundingClientRect()
    if (box && (box.top < 140 || box.bottom > window.innerHeight * 0.55))
      words?.scrollIntoView({ block: 'center' })
    const isTyping = document.activeElement?.matches('input, textarea')
    const card = document.querySelector<HTMLElement>(`[data-card="${CSS.escape(activeId)}"]`)
    if (!isTyping) card?.focus({ preventScroll: true })
  }, [sheet, activeId])
}
