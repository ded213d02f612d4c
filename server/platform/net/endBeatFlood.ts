/** More pings and pongs than this in a minute are nobody's heartbeat. */
const MOST_A_MINUTE = 600

type Line = {
  on(beat: 'ping' | 'pong', heard: () => void): unknown
  terminate(): void
}

/**
 * A line that pours pings or pongs, which nobody hears and each of which costs as much as a message, is
 * ended: the system reads megabytes of them in one go.
 */
export const endBeatFlood = (line: Line): void => {
  let sinceMs = performance.now()
  let beats = 0
  const heard = (): void => {
    const nowMs = performance.now()
    if (nowMs - sinceMs > 60_000) {
      sinceMs = nowMs
      beats = 0
    }
    beats += 1
    if (beats > MOST_A_MINUTE) line.terminate()
  }
  line.on('ping', heard)
  line.on('pong', heard)
}
