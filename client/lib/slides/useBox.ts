import { type RefObject, useEffect, useState } from 'react'

export type Box = { readonly width: number; readonly height: number }

/** The element's inner size in CSS pixels; 0 × 0 before it is on the page. */
export const useBox = (element: RefObject<Element | null>): Box => {
  const [box, setBox] = useState<Box>({ width: 0, height: 0 })
  useEffect(() => {
    const node = element.current
    if (!node || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return
      const { width, height } = entry.contentRect
      setBox((before) =>
        before.width === width && before.height === height ? before : { width, height },
      )
    })
    observer.observe(node)
    return () => observer.disconnect()
  }, [element])
  return box
}
