import { useSyncExternalStore } from 'react'

const subscribe = (tell: () => void): (() => void) => {
  window.addEventListener('online', tell)
  window.addEventListener('offline', tell)
  return () => {
    window.removeEventListener('online', tell)
    window.removeEventListener('offline', tell)
  }
}

/** False as soon as this device knows that it has no network; a dead line shows later, by silence. */
export const useIsOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine)
