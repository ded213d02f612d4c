import * as Y from 'yjs'
import type { News } from './Knowledge.ts'
import type { StructShape } from './readUpdate.ts'

/** A plain value in the place of the one that stood under a key of a map, and nothing else. */
export type ValueEdit = {
  readonly map: Y.Map<unknown>
  readonly key: string
  readonly value: unknown
}

/** Yjs's kind of content for plain values. */
const PLAIN_VALUES = 8

/** The only struct, when it is one value behind another and nothing but that one is deleted. */
const onlyStruct = ({ sections, deletions }: News): StructShape | null => {
  const [section, ...more] = sections
  const [struct, ...others] = section?.structs ?? []
  if (!struct?.origin || more.length > 0 || others.length > 0) return null
  if (struct.right || struct.content !== PLAIN_VALUES || struct.length !== 1) return null
  const { client, clock } = struct.origin
  const deletesOnlyThat = [...deletions].every(
    ([id, ranges]) =>
      id === client && ranges.every(({ from, to }) => from === clock && to === clock + 1),
  )
  return deletesOnlyThat ? struct : null
}

/**
 * What an update would do to this document, when that can be told without doing it: the commonest
 * edit of maps. Null for everything else.
 */
export const valueEditIn = (doc: Y.Doc, news: News, update: Uint8Array): ValueEdit | null => {
  const struct = onlyStruct(news)
  if (!struct?.origin || Y.getState(doc.store, struct.client) !== struct.clock) return null
  const { client, clock } = struct.origin
  if (Y.getState(doc.store, client) <= clock) return null
  const before = Y.getItem(doc.store, Y.createID(client, clock))
  const isCurrent =
    before instanceof Y.Item && !before.deleted && before.right === null && before.length === 1
  if (!isCurrent || before.parentSub === null || !(before.parent instanceof Y.Map)) return null
  const [item] = Y.decodeUpdate(update).structs
  if (!(item instanceof Y.Item && item.content instanceof Y.ContentAny)) return null
  return { map: before.parent, key: before.parentSub, value: item.content.arr[0] }
}
