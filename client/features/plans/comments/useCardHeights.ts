import { useCallback, useEffect, useState } from 'react'

/** Measured heights of the elements handed in by id; follows them as they grow. */
export const useCardHeights = () => {
  const [heights, setHeights] = useState<ReadonlyMap<string, number>>(new Map())
  const [watch] = useState(() => {
    const known = new Map<string, Element>()
    const observer = new ResizeObserver(() =>
      setHeights(new Map([...known].map(([id, element]) => [id, element.clientHeight]))),
    )
    return { known, observer }
  })
  useEffect(() => () => watch.observer.disconnect(), [watch])
  const refOf = useCallback(
    (id: string) => (element: HTMLElement | null) => {
      const before = watch.known.get(id)
      if (before === element) return
      if (before) watch.observer.unobserve(before)
      if (element) {
        watch.known.set(id, element)
        watch.observer.observe(element)
      } else watch.known.delete(id)
    },
    [watch],
  )
  return { heights, refOf }
}
