import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'

const LINES_PER_WINDOW = 20
const WINDOW_MS = 10_000

/**
 * A log for what strangers can cause: so many lines in a while, then only their number, so that a
 * hundred thousand bad frames are not a hundred thousand lines.
 */
export const quietly = (
  log: Pick<Log, 'info' | 'warn'>,
  clock: Clock,
): ((fields: object, text: string) => void) => {
  let startedMs = Number.NEGATIVE_INFINITY
  let lines = 0
  return (fields, text) => {
    const nowMs = clock.now()
    if (nowMs - startedMs >= WINDOW_MS) {
      if (lines > LINES_PER_WINDOW)
        log.warn({ left: lines - LINES_PER_WINDOW }, 'lines about document sockets left out')
      startedMs = nowMs
      lines = 0
    }
    lines += 1
    if (lines <= LINES_PER_WINDOW) log.info(fields, text)
  }
}
