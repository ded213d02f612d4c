import { useEffect, useState } from 'react'
import type { SaveBadgeState } from './SaveBadge.tsx'

/** Storing a letter in the browser takes less; nobody has to be told of it. */
const BRIEF_MS = 300

/**
 * What the badge says. Without a line every letter is on its way into the browser's storage for a
 * moment, and a badge that says so flickers, and is read aloud, with every key.
 */
export const useSteadySave = (save: SaveBadgeState): SaveBadgeState => {
  const [shown, setShown] = useState(save)
  const mayBeBrief = shown === 'local' && save === 'saving'
  if (!mayBeBrief && shown !== save) setShown(save)
  useEffect(() => {
    if (!mayBeBrief) return
    const timer = setTimeout(() => setShown('saving'), BRIEF_MS)
    return () => clearTimeout(timer)
  }, [mayBeBrief])
  return mayBeBrief ? 'local' : save
}
