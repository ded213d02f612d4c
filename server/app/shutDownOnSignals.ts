import type { Log } from '#server/platform/log.ts'

/** Long enough to write what was typed and to end the media server, short enough for a person to wait. */
const DEADLINE_MS = 10_000

/** SIGINT and SIGTERM close everything once; whatever hangs beyond the deadline is left behind. */
export const shutDownOnSignals = (close: () => Promise<void>, log: Log): void => {
  let closing = false
  const stop = (): void => {
    if (closing) return
    closing = true
    const late = setTimeout(() => {
      log.error('shutdown took too long')
      process.exit(1)
    }, DEADLINE_MS)
    close().then(
      () => {
        clearTimeout(late)
        process.exit(0)
      },
      (thrown: unknown) => {
        log.error({ err: thrown }, 'shutdown failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGHUP', stop)
  // The launcher holds a channel to us: when it is gone, so are we, and nothing is left behind.
  process.on('disconnect', stop)
  process.on('SIGTERM', stop)
}
