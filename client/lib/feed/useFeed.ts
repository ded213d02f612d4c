import { useEffect, useRef } from 'react'
import type { FeedEvent } from '#shared/feed/events.ts'
import type { Topic } from '#shared/feed/topics.ts'
import { listen } from './feedClient.ts'

/** Hears a topic while mounted; null listens to nothing. */
export const useFeed = (topic: Topic | null, onEvent: (event: FeedEvent) => void): void => {
  const latest = useRef(onEvent)
  useEffect(() => {
    latest.current = onEvent
  })
  useEffect(() => (topic ? listen(topic, (event) => latest.current(event)) : undefined), [topic])
}
