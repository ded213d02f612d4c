import { useEffect, useState } from 'react'
import type { LocalMedia } from '#client/lib/live/index.ts'

const LOOK_MS = 80
/** The peak is that of the last three seconds: one sentence. */
const REMEMBERED = Math.round(3000 / LOOK_MS)

/** The microphone's level now and the loudest of the last three seconds, 0…100. */
export const useLevel = (media: LocalMedia | null) => {
  const [levels, setLevels] = useState<readonly number[]>([])
  useEffect(() => {
    setLevels([])
    if (!media) return
    const timer = setInterval(
      () => setLevels((before) => [...before.slice(1 - REMEMBERED), media.level()]),
      LOOK_MS,
    )
    return () => clearInterval(timer)
  }, [media])
  return { now: levels[levels.length - 1] ?? 0, peak: Math.max(0, ...levels) }
}
