import { useEffect, useState } from 'react'

export type PageSize = 'phone' | 'tablet' | 'desk'

/** The page's own steps: a phone has one column, a tablet one video with a switch. */
const PHONE = '(max-width: 760px)'
const TABLET = '(max-width: 1100px)'

const sizeNow = (): PageSize => {
  if (matchMedia(PHONE).matches) return 'phone'
  return matchMedia(TABLET).matches ? 'tablet' : 'desk'
}

/** Which of the three layouts holds; changes with the window. */
export const usePageSize = (): PageSize => {
  const [size, setSize] = useState(sizeNow)
  useEffect(() => {
    const change = (): void => setSize(sizeNow())
    const queries = [matchMedia(PHONE), matchMedia(TABLET)]
    for (const query of queries) query.addEventListener('change', change)
    return () => {
      for (const query of queries) query.removeEventListener('change', change)
    }
  }, [])
  return size
}
