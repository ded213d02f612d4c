import type { Client, Pool, PoolClient } from 'pg'
import { errorCode } from '../net/errorCode.ts'

/** PostgreSQL's `read_only_sql_transaction`. */
const READ_ONLY = '25006'

/**
 * A server that has become a stand-by may keep the connections it has, and says of each write that it only
 * reads, for ever. A connection that has said so is not used again: the next finds whoever may write now.
 */
export const leaveStandBy = (pool: Pool): void => {
  const reading = new WeakSet<PoolClient>()
  pool.on('connect', (client) => {
    const ask = client.query.bind(client) as (...given: unknown[]) => unknown
    client.query = ((...given: unknown[]) => {
      const answer = ask(...given)
      if (answer instanceof Promise)
        answer.catch((thrown: unknown) => {
          if (errorCode(thrown) === READ_ONLY) reading.add(client)
        })
      return answer
    }) as typeof client.query
  })
  // Behind the end of its transaction; the pool keeps none that is ending.
  pool.on('release', (_error, client) => {
    if (reading.has(client)) void (client as unknown as Client).end()
  })
}
