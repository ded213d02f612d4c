import { useEffect, useState } from 'react'
import { serverNow } from '#client/lib/feed/sessionClock.ts'

/** The server's time, read again every `everyMs`. */
export const useNow = (everyMs: number): number => {
  const [nowMs, setNowMs] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNowMs(serverNow()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return nowMs
}
