import { useRef } from 'react'

/** The paper and the list beside it, which on a phone lies below: the ways from one to the other. */
export const useListBelow = () => {
  const paper = useRef<HTMLElement>(null)
  const list = useRef<HTMLElement>(null)
  return {
    paper,
    list,
    toList: (): void => list.current?.scrollIntoView(),
    /** Only where what was asked for in the list is out of sight. */
    toPaper: (): void => {
      const isBelow = (list.current?.offsetTop ?? 0) > (paper.current?.offsetTop ?? 0)
      if (isBelow) paper.current?.scrollIntoView()
    },
  }
}
