import type { WebSocket } from 'ws'

const PING_MS = 20_000

/** A link that died silently answers no ping: whoever has not answered the last one is ended. */
export const pingAll = (clients: ReadonlySet<WebSocket>): { stop(): void } => {
  /** Asked and not heard from since. */
  const silent = new WeakSet<WebSocket>()
  const timer = setInterval(() => {
    for (const client of clients) {
      if (client.readyState !== client.OPEN) continue
      if (silent.has(client)) {
        client.terminate()
        continue
      }
      silent.add(client)
      client.once('pong', () => silent.delete(client))
      client.ping()
    }
  }, PING_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
