import { useEffect, useState } from 'react'
import { serverNow } from '#client/lib/feed/sessionClock.ts'

/** The time of day on the server's clock, which all rooms share. */
export const WallClock = () => {
  const [nowMs, setNowMs] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNowMs(serverNow()), 1000)
    return () => clearInterval(timer)
  }, [])
  const time = new Date(nowMs)
  return (
    <time className="num">
      {time.getHours()}:{String(time.getMinutes()).padStart(2, '0')}
    </time>
  )
}
