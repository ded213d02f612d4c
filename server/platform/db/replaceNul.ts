import type { Pool, PoolClient } from 'pg'

/** U+0000, which JavaScript, SQLite and a document's text hold like any other letter. */
const NUL = '\0'

/** Unicode's sign for a letter that could not be kept. */
const REPLACEMENT = '\ufffd'

const keepable = (value: unknown): unknown =>
  typeof value === 'string' && value.includes(NUL) ? value.replaceAll(NUL, REPLACEMENT) : value

const replaceIn = (client: PoolClient): void => {
  const ask = client.query.bind(client) as (...given: unknown[]) => unknown
  client.query = ((text: unknown, values: unknown, ...more: unknown[]) =>
    ask(
      text,
      Array.isArray(values) ? values.map(keepable) : values,
      ...more,
    )) as PoolClient['query']
}

/**
 * PostgreSQL refuses a text with U+0000 in it, and the statement with it. Whoever writes one into a plan
 * would keep its lists from ever being told again, so in texts it stands as the sign for a lost letter.
 */
export const replaceNul = (pool: Pool): void => void pool.on('connect', replaceIn)
