import { useSyncExternalStore } from 'react'

const query = '(max-width: 600px)'

const subscribe = (tell: () => void): (() => void) => {
  const list = window.matchMedia(query)
  list.addEventListener('change', tell)
  return () => list.removeEventListener('change', tell)
}

/** A screen one holds: one column, controls under the thumb. */
export const useIsPhone = (): boolean =>
  useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
