import { useSyncExternalStore } from 'react'

/** Whether a media query holds now; false where there is no window to ask. */
export const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    (tell) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', tell)
      return () => list.removeEventListener('change', tell)
    },
    () => window.matchMedia(query).matches,
  )

/** The two places where the plan changes its shape; the style sheets know the same figures. */
export const PHONE = '(max-width: 600px)'
export const NO_MARGIN = '(max-width: 1180px)'
