import * as Y from 'yjs'
import { encodeClocks, type Knowledge } from './Knowledge.ts'
import { readUpdate, type UpdateShape } from './readUpdate.ts'

type ReadUpdate = { readonly bytes: Uint8Array; readonly shape: UpdateShape }

/**
 * The update without the structs that are here already, the first of each client cut in two where
 * need be. Nobody honest says of them what they did not say the first time, and Yjs looks up all
 * neighbours it is told of: on such a word readers would wait for ever, or throw. `read` is what
 * read it.
 */
export const withoutKnown = (
  update: ReadUpdate,
  knowledge: Knowledge,
  read = readUpdate,
): ReadUpdate => {
  const { sections, hasHole } = update.shape
  const repeats = sections.some(({ client, from }) => from < knowledge.clockOf(client))
  const hasNews = sections.some(({ client, to }) => to > knowledge.clockOf(client))
  // What has to wait is read again then, and of what says nothing new no struct is kept.
  if (!repeats || !hasNews || hasHole) return update
  const known = new Map(sections.map(({ client }) => [client, knowledge.clockOf(client)]))
  const bytes = Y.diffUpdate(update.bytes, encodeClocks(known))
  return { bytes, shape: read(bytes) }
}
