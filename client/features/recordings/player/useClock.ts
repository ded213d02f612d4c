import { useSyncExternalStore } from 'react'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'

/** What the transport shows, as text: a component is drawn again only when the text changes. */
export const useClock = <T extends string | number | boolean>(
  clock: PlaybackClock,
  read: (clock: PlaybackClock) => T,
): T => useSyncExternalStore(clock.subscribe, () => read(clock))
