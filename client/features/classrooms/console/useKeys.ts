import { useEffect, useRef } from 'react'

export type Keys = Readonly<Record<string, () => void>>

/** Keys of a desk PC. Typing in a field, a dialog or with Ctrl, Alt or Meta is somebody else's. */
export const useKeys = (keys: Keys): void => {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null
      const isElsewhere =
        event.ctrlKey ||
        event.altKey ||
        event.metaKey ||
        event.repeat ||
        target?.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu]')
      // Enter on a button is that button's.
      if (isElsewhere || (event.key === 'Enter' && target?.closest('button, a'))) return
      const run = latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key]
      if (!run) return
      event.preventDefault()
      run()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
