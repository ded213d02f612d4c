import { useEffect, useRef } from 'react'
import type { FeedEvent } from '#shared/feed/events.ts'
import type { Topic } from '#shared/feed/topics.ts'
import { listen, onReopened } from './feedClient.ts'

/**
 * Hears a topic while mounted; null listens to nothing. `onMissed` is called when the feed was away and
 * is back: what it would have told meanwhile nobody has heard, and has to be asked for.
 */
export const useFeed = (
  topic: Topic | null,
  onEvent: (event: FeedEvent) => void,
  onMissed: () => void = () => {},
): void => {
  const latest = useRef({ onEvent, onMissed })
  useEffect(() => {
    latest.current = { onEvent, onMissed }
  })
  useEffect(() => {
    if (!topic) return
    const stops = [
      listen(topic, (event) => latest.current.onEvent(event)),
      onReopened(() => latest.current.onMissed()),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [topic])
}
