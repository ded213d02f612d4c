import type { Client, Pool, PoolClient } from 'pg'

/** How often is looked, as a share of the time after which a connection is given up. */
const LOOKS = 5

/** When the oldest question without an answer was asked (`performance.now()`), null without one. */
type Watched = { sinceMs: number | null; open: number }

const watch = (client: PoolClient): Watched => {
  const watched: Watched = { sinceMs: null, open: 0 }
  const ask = client.query.bind(client) as (...given: unknown[]) => unknown
  const answered = (): void => {
    watched.open -= 1
    watched.sinceMs = watched.open > 0 ? performance.now() : null
  }
  client.query = ((...given: unknown[]) => {
    const answer = ask(...given)
    if (!(answer instanceof Promise)) return answer
    watched.open += 1
    watched.sinceMs ??= performance.now()
    answer.then(answered, answered)
    return answer
  }) as typeof client.query
  return watched
}

/**
 * A host that is lost without a word keeps its connections looking alive: TCP goes on asking for a
 * quarter of an hour, and whatever was asked waits as long. Here a question without an answer for
 * `silenceMs` ends its connection and is refused, and the next one finds a server that answers. The
 * driver's own `query_timeout` refuses the question and keeps the connection.
 */
export const endSilentConnections = (pool: Pool, silenceMs: number): void => {
  const clients = new Map<PoolClient, Watched>()
  const look = (): void => {
    if (pool.ended) clearInterval(looking)
    const before = performance.now() - silenceMs
    // With a question open `end` breaks the connection off instead of saying goodbye.
    for (const [client, { sinceMs }] of clients)
      if (sinceMs !== null && sinceMs < before) void (client as unknown as Client).end()
  }
  const looking = setInterval(look, silenceMs / LOOKS)
  looking.unref()
  pool.on('connect', (client) => void clients.set(client, watch(client)))
  pool.on('remove', (client) => void clients.delete(client))
}
