import { useEffect, useRef } from 'react'

export type PastKeys = {
  readonly toggle: () => void
  readonly step: (by: 1 | -1) => void
  readonly stepVersion: (by: 1 | -1) => void
  readonly setA: () => void
}

/** A key that a field, a button or a dialog has a use for is theirs. */
const isTheirs = ({ key, target }: KeyboardEvent): boolean => {
  if (!(target instanceof HTMLElement)) return false
  if (document.querySelector('[role="dialog"], [role="menu"]')) return true
  if (target.matches('input[type="range"]')) return key.startsWith('Arrow')
  if (target.matches('input, textarea, select')) return true
  return key === ' ' && target.closest('button, a') !== null
}

/** Space plays, arrows go from edit to edit, brackets from version to version, A remembers this moment. */
export const usePastKeys = (keys: PastKeys): void => {
  const newest = useRef(keys)
  newest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTheirs(event)) return
      const { toggle, step, stepVersion, setA } = newest.current
      const acts: Readonly<Record<string, () => void>> = {
        ' ': toggle,
        ArrowLeft: () => step(-1),
        ArrowRight: () => step(1),
        '[': () => stepVersion(-1),
        ']': () => stepVersion(1),
        a: setA,
      }
      const act = acts[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
