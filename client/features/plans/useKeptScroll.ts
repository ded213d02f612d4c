import { type RefObject, useLayoutEffect } from 'react'

/** The paper is drawn over several frames; after so many it is as long as it will be. */
const MOST_FRAMES = 30

const scrollerOf = (element: HTMLElement): Element => {
  for (let at: HTMLElement | null = element; at; at = at.parentElement) {
    const { overflowY } = getComputedStyle(at)
    if (overflowY === 'auto' || overflowY === 'scroll') return at
  }
  return document.scrollingElement ?? document.documentElement
}

/**
 * Where one reads stays when the paper is made anew: because its document was opened anew, or after a
 * look into the past. `place` outlives the paper.
 */
export const useKeptScroll = (
  place: RefObject<number>,
  inside: RefObject<HTMLElement | null>,
): void =>
  useLayoutEffect(() => {
    if (!inside.current) return
    const scroller = scrollerOf(inside.current)
    const speaker = scroller === document.scrollingElement ? document : scroller
    const keep = (): void => {
      place.current = scroller.scrollTop
    }
    let frames = 0
    let frame = 0
    const restore = (): void => {
      scroller.scrollTop = place.current
      frames += 1
      const isThere = Math.abs(scroller.scrollTop - place.current) < 2
      if (isThere || frames > MOST_FRAMES) speaker.addEventListener('scroll', keep)
      else frame = requestAnimationFrame(restore)
    }
    restore()
    return () => {
      cancelAnimationFrame(frame)
      speaker.removeEventListener('scroll', keep)
    }
  }, [place, inside])
